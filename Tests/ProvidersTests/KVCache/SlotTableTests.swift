import NIOCore
import Testing

@testable import Providers

@Suite struct `Slots of a child` {
    private func slot(_ id: Int, _ tokens: Int?, busy: Bool = false, context: Int = 4096) -> SlotTable.Slot {
        SlotTable.Slot(id: id, contextSize: context, isProcessing: busy, task: nil, tokenCount: tokens, adapters: [])
    }

    @Test func `are read from what the child tells`() {
        let body =
            #"[{"id":0,"n_ctx":4096,"speculative":false,"is_processing":true,"id_task":12,"n_prompt_tokens":2239,"#
            + #""n_prompt_tokens_cache":0,"params":{"lora":[{"id":1,"scale":0.5},{"id":0,"scale":1.0}]}},"#
            + #"{"id":1,"n_ctx":4096,"is_processing":false}]"#
        let table = SlotTable(ChildAnswer(status: 200, body: ByteBuffer(string: body)))
        let first = SlotTable.Slot(
            id: 0,
            contextSize: 4096,
            isProcessing: true,
            task: 12,
            tokenCount: 2239,
            adapters: [SlotTable.Adapter(id: 0, scale: 1), SlotTable.Adapter(id: 1, scale: 0.5)]
        )
        #expect(table?.slots == [first, slot(1, nil)])
        #expect(SlotTable(ChildAnswer(status: 501, body: ByteBuffer(string: body))) == nil)
        #expect(SlotTable(ChildAnswer(status: 200, body: ByteBuffer(string: "[1]"))) == nil)
    }

    @Test func `take a conversation into an empty one first`() {
        let table = SlotTable(slots: [slot(0, 900), slot(1, 0), slot(2, 100)])
        #expect(table.place(for: 1000, gain: 1000)?.id == 1)
    }

    @Test func `give up the one with the fewest tokens, if they are worth less`() {
        let table = SlotTable(slots: [slot(0, 900), slot(1, 500), slot(2, 100, busy: true)])
        #expect(table.place(for: 1000, gain: 600)?.id == 1)
        #expect(table.place(for: 1000, gain: 500) == nil)
    }

    @Test func `take nothing that does not fit beside what they hold`() {
        let table = SlotTable(slots: [slot(0, 3500), slot(1, 0)])
        #expect(table.place(for: 1000, gain: 900) == nil)
        #expect(table.place(for: 500, gain: 400)?.id == 1)
        #expect(table.place(for: 4000, gain: 3900)?.id == 0)
        #expect(table.place(for: 4096, gain: 3900) == nil)
    }
}
