import Providers
import Testing

@testable import Router

@Suite struct `Events` {
    private func event(_ number: UInt64) -> ModelEvent {
        ModelEvent(model: "a", time: .now, kind: .requestStarted(Ticket(number: number)))
    }

    private func number(of event: ModelEvent?) -> UInt64? {
        if case .requestStarted(let ticket)? = event?.kind { ticket.number } else { nil }
    }

    @Test func `reach everybody who listens, in order`() async {
        let hub = EventHub()
        let (one, other) = (hub.listen().events, hub.listen().events)
        for number in 1...3 as ClosedRange<UInt64> { hub.publish(event(number)) }
        hub.close()
        for events in [one, other] {
            let numbers = await events.reduce(into: []) { $0.append(number(of: $1)) }
            #expect(numbers == [1, 2, 3])
        }
    }

    @Test func `are lost by a slow listener, the oldest first`() async {
        let hub = EventHub()
        let events = hub.listen().events
        for number in 1...10_000 as ClosedRange<UInt64> { hub.publish(event(number)) }
        hub.close()
        let numbers = await events.reduce(into: []) { $0.append(number(of: $1)) }
        #expect(numbers.count < 10_000 && numbers.last == 10_000)
    }

    @Test func `need not be made when nobody listens any more`() async {
        let hub = EventHub()
        #expect(!hub.isHeard)
        let task = Task { [events = hub.listen().events] in
            for await _ in events {}
        }
        #expect(hub.isHeard)
        task.cancel()
        await task.value
        #expect(!hub.isHeard)
    }
}
