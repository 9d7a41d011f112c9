import Providers
import Schema
import Testing

@testable import Router

@Suite struct `Pool state: waiting` {
    @Test func `refuses a request when as many wait as may`() {
        var pool = TestPool(capacity: 1) { $0.queueLimit = 2 }
        _ = pool.ask(1, "a")
        _ = pool.ask(2, "b")
        #expect(pool.ask(3, "a") == [.refuse(3, .queueFull(limit: 2, retryAfter: .seconds(5)))])
        _ = pool.leave(1)
        #expect(pool.ask(4, "b") == [])
    }

    @Test func `lends a warm model however many wait for others`() {
        var pool = TestPool(capacity: 1) { $0.queueLimit = 1 }
        pool.lend("a")
        _ = pool.ask(1, "b")
        #expect(pool.ask(2, "a") == [.grant(2, "a", 1)])
    }

    @Test func `refuses a request that has waited as long as it may`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.wait(.seconds(299))
        #expect(pool.wake == .seconds(1))
        let failure = PoolFailure.timedOut("b", waited: .seconds(300), retryAfter: .milliseconds(5_750))
        #expect(pool.wait(.seconds(1)) == [.refuse(1, failure)])
        #expect(pool.instance("a")?.phase == .serving)
    }

    @Test func `counts the wait for a load that is running`() {
        var pool = TestPool { $0.queueTimeout = .seconds(20) }
        _ = pool.ask(1, "a")
        pool.advance(by: .seconds(5))
        _ = pool.ask(2, "a")
        let failure = PoolFailure.timedOut("a", waited: .seconds(20), retryAfter: .seconds(1))
        #expect(pool.wait(.seconds(15)) == [.refuse(1, failure)])
        #expect(pool.wake == .seconds(5))
        #expect(pool.ready("a") == [.grant(2, "a", 1)])
    }

    @Test func `refuses what is overdue in order of arrival, across models`() {
        var pool = TestPool(capacity: 1) { $0.queueTimeout = .seconds(1) }
        for (ticket, model) in [(1, "a"), (2, "b"), (3, "a"), (4, "b")] as [(Ticket, ModelID)] {
            _ = pool.ask(ticket, model)
        }
        let refused = pool.wait(.seconds(1)).map { effect -> Ticket? in
            if case .refuse(let ticket, .timedOut) = effect { ticket } else { nil }
        }
        #expect(refused == [1, 2, 3, 4])
    }

    @Test func `forgets a waiter that leaves, without holding up the others`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.ask(2, "c")
        _ = pool.ask(3, "b")
        #expect(pool.leave(1) == [])
        #expect(pool.leave(1) == [])
        _ = pool.giveBack("a")
        #expect(pool.end("a") == [.start("c", 2, .replacing("a"))])
        #expect(pool.leave(3) == [])
        #expect(pool.ready("c") == [.grant(2, "c", 2)])
        #expect(pool.wake == nil)
    }

    @Test func `does not start a model whose waiters left while its slot was being made free`() {
        var pool = TestPool(capacity: 1)
        pool.keepIdle("a")
        _ = pool.ask(1, "b")
        _ = pool.leave(1)
        #expect(pool.end("a") == [])
        #expect(pool.snapshot.instances == [])
    }

    @Test func `is woken for nothing when nobody waits and nothing is idle`() {
        var pool = TestPool()
        #expect(pool.wake == nil)
        pool.lend("a")
        #expect(pool.wake == nil)
    }
}

@Suite struct `Pool state: when to try again` {
    /// A pool whose first load took 1 second, so that 4 seconds count as typical.
    private func pool(capacity: Int, pinned: [ModelID] = []) -> TestPool {
        var pool = TestPool(capacity: capacity, pinned: pinned) { $0.queueLimit = 4 }
        _ = pool.ask(100, "a")
        pool.advance(by: .seconds(1))
        _ = pool.ready("a")
        return pool
    }

    private func advice(_ effects: [PoolEffect]) -> Duration? {
        guard case .refuse(_, .queueFull(_, let advice)) = effects.first else { return nil }
        return advice
    }

    @Test func `expects a round of patience and a typical load for every model ahead`() {
        var pool = pool(capacity: 1)
        for (ticket, model) in [(1, "b"), (2, "c"), (3, "d"), (4, "b")] as [(Ticket, ModelID)] {
            _ = pool.ask(ticket, model)
        }
        #expect(advice(pool.ask(5, "e")) == .seconds(24))
        #expect(advice(pool.ask(6, "b")) == .seconds(18))
    }

    @Test func `expects a round to serve as many models as there are slots to swap`() {
        var open = pool(capacity: 2)
        var pinned = pool(capacity: 2, pinned: ["a"])
        open.lend("h")
        pinned.lend("h")
        for (ticket, model) in [(1, "b"), (2, "c"), (3, "d"), (4, "e")] as [(Ticket, ModelID)] {
            _ = open.ask(ticket, model)
            _ = pinned.ask(ticket, model)
        }
        #expect(open.snapshot.waiting.count == 4)
        #expect(advice(open.ask(5, "f")) == .milliseconds(15_000))
        #expect(advice(pinned.ask(5, "f")) == .milliseconds(25_000))
    }

    @Test func `does not count models whose load is running`() {
        var pool = pool(capacity: 2)
        for ticket in 1...3 as ClosedRange<UInt64> { _ = pool.ask(Ticket(number: ticket), "b") }
        _ = pool.ask(4, "c")
        #expect(advice(pool.ask(5, "d")) == .seconds(6))
    }

    @Test func `expects the rest of a typical load for a model that is loading`() {
        var pool = pool(capacity: 2)
        for ticket in 1...4 as ClosedRange<UInt64> { _ = pool.ask(Ticket(number: ticket), "b") }
        pool.advance(by: .seconds(1))
        #expect(advice(pool.ask(5, "b")) == .seconds(3))
        pool.advance(by: .seconds(60))
        #expect(advice(pool.ask(6, "b")) == .seconds(1))
    }

    @Test func `never advises longer than a request may wait`() {
        var pool = TestPool(capacity: 1) {
            $0.queueLimit = 1
            $0.queueTimeout = .seconds(3)
        }
        pool.lend("a")
        _ = pool.ask(1, "b")
        #expect(advice(pool.ask(2, "c")) == .seconds(3))
    }
}
