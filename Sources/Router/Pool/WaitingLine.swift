import Providers
import Schema

/// The requests that wait: those of one model in order of arrival, the models in the order of their oldest requests.
///
/// A request comes and goes in constant time. When the oldest request of a model goes, the model moves in the line: a
/// binary search and one move of memory.
struct WaitingLine: Sendable {
    /// A request that waits, linked to its neighbours among those that wait for the same model.
    struct Waiter: Sendable {
        let ticket: Ticket
        let model: ModelID
        let keepAlive: KeepAlive?
        let since: PoolState.Moment
        /// Grows with every arrival, so it orders requests of the same instant too.
        let place: UInt64
        fileprivate var previous: Ticket?
        fileprivate var next: Ticket?
    }

    /// A model and the arrival of its oldest request.
    struct Turn: Sendable {
        let model: ModelID
        let since: PoolState.Moment
        let place: UInt64

        init(of waiter: Waiter) {
            model = waiter.model
            since = waiter.since
            place = waiter.place
        }
    }

    private struct Queue: Sendable {
        var first: Ticket
        var last: Ticket
        var count = 1
    }

    /// Every model that somebody waits for, the one with the oldest request first.
    private(set) var turns: [Turn] = []
    private var waiters: [Ticket: Waiter] = [:]
    private var queues: [ModelID: Queue] = [:]
    private var lastPlace: UInt64 = 0

    var isEmpty: Bool { waiters.isEmpty }

    /// The number of requests, not of models.
    var count: Int { waiters.count }

    /// The request that has waited longest of all.
    var oldest: Waiter? { turns.first.flatMap { oldest(for: $0.model) } }

    func contains(_ ticket: Ticket) -> Bool { waiters[ticket] != nil }

    func count(for model: ModelID) -> Int { queues[model]?.count ?? 0 }

    func oldest(for model: ModelID) -> Waiter? { queues[model].flatMap { waiters[$0.first] } }

    /// Lets a request wait; its ticket must not be waiting already.
    mutating func append(_ ticket: Ticket, for model: ModelID, keepAlive: KeepAlive?, at now: PoolState.Moment) {
        lastPlace += 1
        var waiter = Waiter(ticket: ticket, model: model, keepAlive: keepAlive, since: now, place: lastPlace)
        if let last = queues[model]?.last {
            waiter.previous = last
            waiters[last]?.next = ticket
            queues[model]?.last = ticket
            queues[model]?.count += 1
        } else {
            queues[model] = Queue(first: ticket, last: ticket)
            turns.append(Turn(of: waiter))
        }
        waiters[ticket] = waiter
    }

    /// Takes one request out; `nil` if it does not wait.
    mutating func remove(_ ticket: Ticket) -> Waiter? {
        guard let waiter = waiters.removeValue(forKey: ticket) else { return nil }
        queues[waiter.model]?.count -= 1
        if let next = waiter.next {
            waiters[next]?.previous = waiter.previous
        } else if let previous = waiter.previous {
            queues[waiter.model]?.last = previous
        }
        if let previous = waiter.previous {
            waiters[previous]?.next = waiter.next
        } else {
            moveTurn(after: waiter)
        }
        return waiter
    }

    /// Takes all requests for a model out, in order of arrival.
    mutating func removeAll(for model: ModelID) -> [Waiter] {
        guard let first = oldest(for: model) else { return [] }
        turns.remove(at: position(of: first.place))
        queues[model] = nil
        var removed: [Waiter] = []
        var next: Ticket? = first.ticket
        while let ticket = next, let waiter = waiters.removeValue(forKey: ticket) {
            removed.append(waiter)
            next = waiter.next
        }
        return removed
    }

    /// Gives a model the turn of its second request, now that the first has gone.
    private mutating func moveTurn(after gone: Waiter) {
        turns.remove(at: position(of: gone.place))
        guard let next = gone.next.flatMap({ waiters[$0] }) else {
            queues[gone.model] = nil
            return
        }
        queues[gone.model]?.first = next.ticket
        turns.insert(Turn(of: next), at: position(of: next.place))
    }

    /// Where the turn with this place stands in the line, or would stand.
    private func position(of place: UInt64) -> Int {
        var range = 0..<turns.count
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            range = turns[middle].place < place ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
