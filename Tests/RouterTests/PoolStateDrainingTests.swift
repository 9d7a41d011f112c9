import Providers
import Schema
import Testing

@testable import Router

@Suite struct `Pool state: patience` {
    @Test func `closes the busy model resident longest when another has lost its patience`() {
        var pool = TestPool()
        pool.lend("a", "b")
        pool.advance(by: .seconds(5))
        _ = pool.ask(1, "c")
        #expect(pool.wake == .seconds(2))
        #expect(pool.wait(.milliseconds(1_999)) == [])
        #expect(pool.instance("a")?.phase == .serving)
        #expect(pool.wait(.milliseconds(1)) == [])
        #expect(pool.instance("a")?.phase == .draining)
        #expect(pool.instance("b")?.phase == .serving)
    }

    @Test func `stops a closed model when its last lease ends`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "a")
        _ = pool.ask(2, "c")
        _ = pool.wait(.seconds(2))
        #expect(pool.giveBack("a") == [])
        #expect(pool.giveBack("a") == [.stop("a", 1, .drained(for: "c"))])
        #expect(pool.end("a") == [.start("c", 2, .replacing("a"))])
    }

    @Test func `lets new requests for a closed model wait, and serves them after the swap`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "c")
        _ = pool.wait(.seconds(2))
        #expect(pool.ask(2, "a") == [])
        _ = pool.giveBack("a")
        _ = pool.end("a")
        #expect(pool.ready("c") == [.grant(1, "c", 2)])
        #expect(pool.giveBack("c") == [.stop("c", 2, .evicted(for: "a", idle: .zero))])
        _ = pool.end("c")
        #expect(pool.ready("a") == [.grant(2, "a", 3)])
    }

    @Test func `counts the patience of a model from its oldest request`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "c")
        pool.advance(by: .seconds(1))
        _ = pool.ask(2, "c")
        #expect(pool.wake == .seconds(1))
        _ = pool.leave(1)
        #expect(pool.wake == .seconds(2))
    }

    @Test func `lets a model stay for its shortest residency`() {
        var pool = TestPool(capacity: 1) { $0.minResidency = .seconds(30) }
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.wait(.seconds(20))
        #expect(pool.instance("a")?.phase == .serving)
        #expect(pool.wake == .milliseconds(9_999))
        _ = pool.wait(.milliseconds(9_999))
        #expect(pool.instance("a")?.phase == .draining)
    }

    @Test func `lets an idle model go before its shortest residency`() {
        var pool = TestPool(capacity: 1) { $0.minResidency = .seconds(30) }
        pool.keepIdle("a")
        #expect(pool.ask(1, "b") == [.stop("a", 1, .evicted(for: "b", idle: .milliseconds(1)))])
    }

    @Test func `closes one model for each that has lost its patience, and no more`() {
        var pool = TestPool(capacity: 3)
        pool.lend("a", "b", "c")
        _ = pool.ask(1, "d")
        _ = pool.ask(2, "d")
        pool.advance(by: .seconds(1))
        _ = pool.ask(3, "e")
        _ = pool.wait(.milliseconds(1_500))
        #expect(pool.snapshot.instances.map(\.phase) == [.draining, .serving, .serving])
        _ = pool.wait(.seconds(60))
        #expect(pool.snapshot.instances.map(\.phase) == [.draining, .draining, .serving])
    }

    @Test func `closes nothing for a model that gets a slot which is being left`() {
        var pool = TestPool()
        pool.keepIdle("a")
        pool.lend("b")
        _ = pool.ask(1, "c")
        _ = pool.wait(.seconds(60))
        #expect(pool.instance("a")?.phase == .stopping)
        #expect(pool.instance("b")?.phase == .serving)
    }

    @Test func `never closes a pinned model`() {
        var pool = TestPool(pinned: ["a"])
        pool.lend("a", "b")
        _ = pool.ask(1, "c")
        _ = pool.ask(2, "d")
        _ = pool.wait(.seconds(60))
        #expect(pool.snapshot.instances.map(\.phase) == [.serving, .draining])
    }

    @Test func `closes a model as soon as it may when none could be closed before`() {
        var pool = TestPool(capacity: 1)
        _ = pool.ask(1, "a")
        _ = pool.ask(2, "b")
        _ = pool.wait(.seconds(10))
        _ = pool.ready("a")
        #expect(pool.wake == .seconds(1))
        _ = pool.wait(.seconds(1))
        #expect(pool.instance("a")?.phase == .draining)
    }

    @Test func `opens a model again, and serves its waiters, when nobody needs its slot any more`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.wait(.seconds(2))
        _ = pool.ask(2, "a")
        #expect(pool.leave(1) == [.grant(2, "a", 1)])
        #expect(pool.instance("a")?.phase == .serving)
    }

    @Test func `opens a model again when only younger requests need its slot`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.wait(.milliseconds(1_900))
        _ = pool.ask(2, "b")
        _ = pool.wait(.milliseconds(100))
        #expect(pool.instance("a")?.phase == .draining)
        _ = pool.leave(1)
        #expect(pool.instance("a")?.phase == .serving)
        #expect(pool.wake == .milliseconds(1_900))
    }

    @Test func `opens a model again when another became idle and was taken instead`() {
        var pool = TestPool()
        pool.lend("a", "b")
        _ = pool.ask(1, "c")
        _ = pool.wait(.seconds(2))
        _ = pool.ask(2, "a")
        #expect(pool.giveBack("b") == [.stop("b", 2, .evicted(for: "c", idle: .zero)), .grant(2, "a", 1)])
    }

    @Test func `opens a model again when another child died`() {
        var pool = TestPool()
        pool.lend("a", "b")
        _ = pool.ask(1, "c")
        _ = pool.wait(.seconds(2))
        _ = pool.ask(2, "a")
        #expect(pool.end("b") == [.start("c", 3, .replacing("b")), .grant(2, "a", 1)])
    }

    @Test func `opens a model again when a pinned one leaves by itself`() {
        var pool = TestPool(pinned: ["b"])
        pool.lend("a", "b")
        _ = pool.ask(1, "b", keepAlive: .duration(.zero))
        _ = pool.giveBack("b")
        _ = pool.ask(2, "c")
        _ = pool.wait(.seconds(2))
        _ = pool.ask(3, "a")
        #expect(pool.giveBack("b") == [.stop("b", 2, .idle), .grant(3, "a", 1)])
    }

    @Test func `opens the models resident for the shortest time first`() {
        var pool = TestPool()
        pool.lend("a", "b")
        _ = pool.ask(1, "c")
        _ = pool.ask(2, "d")
        _ = pool.wait(.seconds(2))
        #expect(pool.snapshot.instances.map(\.phase) == [.draining, .draining])
        _ = pool.leave(1)
        #expect(pool.snapshot.instances.map(\.phase) == [.draining, .serving])
    }

    @Test func `does not swap a model whose own waiters came before those of the other`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.wait(.seconds(2))
        _ = pool.ask(2, "a")
        _ = pool.ask(3, "c")
        _ = pool.wait(.seconds(2))
        #expect(pool.leave(1) == [.grant(2, "a", 1)])
        #expect(pool.instance("a")?.phase == .draining)
        #expect(pool.giveBack("a") == [])
        #expect(pool.giveBack("a") == [.stop("a", 1, .drained(for: "c"))])
    }

    @Test func `lets every one of many models have its turn on one slot`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        let models: [ModelID] = ["b", "c", "d", "e"]
        for (number, model) in models.enumerated() { _ = pool.ask(Ticket(number: UInt64(number)), model) }
        var running: ModelID = "a"
        for next in models {
            _ = pool.wait(.seconds(2))
            #expect(pool.instance(running)?.phase == .draining)
            _ = pool.giveBack(running)
            _ = pool.end(running)
            #expect(pool.instance(next)?.phase == .starting)
            _ = pool.ready(next)
            running = next
        }
        #expect(pool.snapshot.waiting == [])
    }
}
