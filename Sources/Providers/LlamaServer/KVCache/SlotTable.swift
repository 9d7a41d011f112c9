import NIOCore
import Schema

/// What a child tells of its slots.
///
/// Source: llama.cpp, `server_slot::to_json` in `tools/server/server-context.cpp`, build b11434.
struct SlotTable: Hashable, Sendable {
    let slots: [Slot]

    /// One slot.
    struct Slot: Hashable, Sendable {
        let id: Int
        /// The tokens that it can hold.
        let contextSize: Int
        /// Whether it is working on a request.
        let isProcessing: Bool
        /// The number of the request that it worked on last; `nil` before the first.
        let task: Int?
        /// The tokens that it holds; `nil` before the first request, even when it has been filled from a file.
        var tokenCount: Int?
        /// The adapters of the last request as it named them, with their scales; empty when it named none.
        let adapters: [Adapter]
    }

    /// An adapter and how strongly it applies.
    struct Adapter: Hashable, Sendable {
        let id: Int
        let scale: Double
    }

    init(slots: [Slot]) {
        self.slots = slots
    }

    /// Reads the answer of `GET /slots`; `nil` when it is none.
    init?(_ answer: ChildAnswer) {
        guard answer.status == 200, let entries = answer.json?.array else { return nil }
        slots = entries.compactMap(Slot.init)
        guard slots.count == entries.count else { return nil }
    }
}

extension SlotTable.Slot {
    fileprivate init?(_ json: JSON) {
        guard let id = json["id"]?.int, let contextSize = json["n_ctx"]?.int,
            let isProcessing = json["is_processing"]?.bool
        else { return nil }
        self.id = id
        self.contextSize = contextSize
        self.isProcessing = isProcessing
        task = json["id_task"]?.int
        tokenCount = json["n_prompt_tokens"]?.int
        adapters = SlotTable.Adapter.list(json["params"]?["lora"])
    }
}

extension SlotTable.Adapter {
    /// The adapters in a list as `/slots` and `/lora-adapters` have it, in the order of their numbers.
    static func list(_ json: JSON?) -> [SlotTable.Adapter] {
        (json?.array ?? []).compactMap { entry in
            guard let id = entry["id"]?.int, let scale = entry["scale"]?.double else { return nil }
            return SlotTable.Adapter(id: id, scale: scale)
        }.sorted { $0.id < $1.id }
    }
}

extension SlotTable {
    /// The slot for a conversation: an empty one, or the one with the fewest tokens if they are worth less than it is.
    ///
    /// - Parameters:
    ///   - tokenCount: The conversation's tokens.
    ///   - gain: The tokens that it saves from being computed.
    /// - Returns: The slot; `nil` when there is none that is free, large enough and worth it.
    func place(for tokenCount: Int, gain: Int) -> Slot? {
        // Slots may share one context, and what does not fit makes a child fail.
        let held = slots.reduce(0) { $0 + ($1.tokenCount ?? 0) }
        return slots.filter { slot in
            let own = slot.tokenCount ?? 0
            return !slot.isProcessing && own < gain && held - own + tokenCount < slot.contextSize
        }.min { ($0.tokenCount ?? 0) < ($1.tokenCount ?? 0) }
    }
}

extension ChildAnswer {
    /// The body as JSON; `nil` when it is none.
    var json: JSON? { body.withUnsafeReadableBytes { try? JSON(parsing: $0) } }
}
