import Synchronization

/// What one listener hears.
package struct Listening: Sendable {
    /// What happens, in order; those of its events that a slow listener loses are the oldest.
    package let events: AsyncStream<ModelEvent>
    let inbox: AsyncStream<ModelEvent>.Continuation

    /// Ends the sequence after the events that have happened.
    package func end() { inbox.finish() }
}

/// Hands every event to everybody who listens.
///
/// Nobody is delayed by a slow listener: it loses the oldest of its own events.
final class EventHub: Sendable {
    private let listeners = Mutex<(last: UInt64, inboxes: [UInt64: AsyncStream<ModelEvent>.Continuation])>((0, [:]))
    private let count = Atomic(0)

    /// Events that wait for one listener at most.
    private static let capacity = 4096

    /// Whether anybody listens; events need not be made when nobody does.
    var isHeard: Bool { count.load(ordering: .relaxed) > 0 }

    /// The events from now on, until the sequence is dropped or ended.
    func listen() -> Listening {
        let (events, inbox) = AsyncStream.makeStream(
            of: ModelEvent.self,
            bufferingPolicy: .bufferingNewest(Self.capacity)
        )
        let number = listeners.withLock { listeners in
            listeners.last += 1
            listeners.inboxes[listeners.last] = inbox
            return listeners.last
        }
        count.add(1, ordering: .relaxed)
        inbox.onTermination = { [weak self] _ in self?.forget(number) }
        return Listening(events: events, inbox: inbox)
    }

    func publish(_ event: ModelEvent) {
        for inbox in listeners.withLock({ Array($0.inboxes.values) }) { inbox.yield(event) }
    }

    /// Ends every listener's sequence.
    func close() {
        for inbox in listeners.withLock({ Array($0.inboxes.values) }) { inbox.finish() }
    }

    private func forget(_ number: UInt64) {
        guard listeners.withLock({ $0.inboxes.removeValue(forKey: number) }) != nil else { return }
        count.subtract(1, ordering: .relaxed)
    }
}
