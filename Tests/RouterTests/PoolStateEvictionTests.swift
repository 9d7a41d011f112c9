import Providers
import Schema
import Testing

@testable import Router

@Suite struct `Pool state: eviction` {
    @Test(arguments: [("a", "b"), ("b", "a")] as [(ModelID, ModelID)])
    func `evicts the idle model used longest ago`(_ first: ModelID, _ second: ModelID) {
        var pool = TestPool()
        pool.keepIdle(first, second)
        pool.advance(by: .seconds(7))
        #expect(pool.ask(1, "c") == [.stop(first, 1, .evicted(for: "c", idle: .milliseconds(7_003)))])
    }

    @Test func `counts the use of a model when a request ends, not when it begins`() {
        var pool = TestPool()
        pool.lend("a", "b")
        _ = pool.giveBack("b")
        pool.advance(by: .seconds(1))
        _ = pool.giveBack("a")
        #expect(pool.ask(1, "c") == [.stop("b", 2, .evicted(for: "c", idle: .seconds(1)))])
    }

    @Test func `counts a model that nobody used from when it became ready`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        _ = pool.leave(1)
        pool.keepIdle("b")
        _ = pool.ready("a")
        #expect(pool.ask(2, "c") == [.stop("b", 2, .evicted(for: "c", idle: .milliseconds(1)))])
    }

    @Test func `settles a tie by the older start`() {
        var pool = TestPool()
        _ = pool.ask(1, "b")
        _ = pool.ask(2, "a")
        _ = pool.ready("a")
        _ = pool.ready("b")
        _ = pool.giveBack("a")
        _ = pool.giveBack("b")
        #expect(pool.ask(3, "c") == [.stop("b", 1, .evicted(for: "c", idle: .zero))])
    }

    @Test func `never evicts a model on loan`() {
        var pool = TestPool()
        pool.lend("a", "b")
        #expect(pool.ask(1, "c") == [])
        #expect(pool.giveBack("a") == [.stop("a", 1, .evicted(for: "c", idle: .zero))])
    }

    @Test func `never stops a load that somebody waits for`() {
        var pool = TestPool(capacity: 1)
        _ = pool.ask(1, "a")
        _ = pool.ask(2, "b")
        #expect(pool.wait(.seconds(60)) == [])
        #expect(pool.ready("a") == [.grant(1, "a", 1)])
    }

    @Test func `evicts one model for each that waits, and no more`() {
        var pool = TestPool(capacity: 3)
        pool.keepIdle("a", "b", "c")
        #expect(pool.ask(1, "d").count == 1)
        #expect(pool.ask(2, "d") == [])
        #expect(pool.ask(3, "e") == [.stop("b", 2, .evicted(for: "e", idle: .milliseconds(3)))])
        #expect(pool.wait(.seconds(10)) == [])
    }

    @Test func `takes a slot that is being left anyway instead of evicting`() {
        var pool = TestPool()
        pool.keepIdle("a", "b")
        _ = pool.apply(.unloadAsked("b"))
        #expect(pool.ask(1, "c") == [])
        #expect(pool.end("b") == [.start("c", 3, .replacing("b"))])
    }

    @Test func `goes on with a load that nobody wants any more while its slot is not needed`() {
        var pool = TestPool(capacity: 1)
        _ = pool.ask(1, "a")
        #expect(pool.leave(1) == [])
        #expect(pool.ready("a") == [])
        #expect(pool.ask(2, "a") == [.grant(2, "a", 1)])
    }

    @Test func `stops a load that nobody wants any more when its slot is needed`() {
        var pool = TestPool(capacity: 1)
        _ = pool.ask(1, "a")
        _ = pool.leave(1)
        #expect(pool.ask(2, "b") == [.stop("a", 1, .unwanted(for: "b"))])
    }

    @Test func `stops a load when its last waiter leaves and another model waits`() {
        var pool = TestPool(capacity: 1)
        _ = pool.ask(1, "a")
        _ = pool.ask(2, "a")
        _ = pool.ask(3, "b")
        #expect(pool.leave(1) == [])
        #expect(pool.leave(2) == [.stop("a", 1, .unwanted(for: "b"))])
    }

    @Test func `stops a load that nobody wants, the latest first, before it evicts a warm model`() {
        var pool = TestPool(capacity: 3)
        pool.keepIdle("a")
        _ = pool.ask(1, "b")
        _ = pool.ask(2, "c")
        _ = pool.leave(1)
        _ = pool.leave(2)
        #expect(pool.ask(3, "d") == [.stop("c", 3, .unwanted(for: "d"))])
        #expect(pool.ask(4, "e") == [.stop("b", 2, .unwanted(for: "e"))])
        #expect(pool.ask(5, "f") == [.stop("a", 1, .evicted(for: "f", idle: .milliseconds(1)))])
    }

    @Test func `keeps a load going whose model is asked for again in time`() {
        var pool = TestPool(capacity: 1)
        _ = pool.ask(1, "a")
        _ = pool.leave(1)
        _ = pool.ask(2, "a")
        #expect(pool.ask(3, "b") == [])
        #expect(pool.ready("a") == [.grant(2, "a", 1)])
    }

    @Test func `never evicts a pinned model`() {
        var pool = TestPool(pinned: ["a"])
        pool.keepIdle("a", "b")
        #expect(pool.ask(1, "c") == [.stop("b", 2, .evicted(for: "c", idle: .milliseconds(1)))])
        _ = pool.end("b")
        _ = pool.ready("c")
        #expect(pool.ask(2, "d") == [])
        #expect(pool.wait(.seconds(10)) == [])
        #expect(pool.giveBack("c") == [.stop("c", 3, .drained(for: "d"))])
    }

    @Test func `goes on with the load of a pinned model that nobody waits for`() {
        var pool = TestPool(pinned: ["a"])
        pool.lend("b")
        _ = pool.ask(1, "a")
        _ = pool.leave(1)
        #expect(pool.ask(2, "c") == [])
        #expect(pool.instance("a")?.phase == .starting)
    }

    @Test func `refuses at once what would need the slot of a pinned model`() {
        var pool = TestPool(pinned: ["b", "a"])
        pool.keepIdle("b", "a")
        #expect(pool.ask(1, "c") == [.refuse(1, .allPinned(["a", "b"]))])
        #expect(pool.ask(2, "a") == [.grant(2, "a", 2)])
    }

    @Test func `refuses who waits when the last slot goes to a pinned model`() {
        var pool = TestPool(capacity: 1, pinned: ["b"])
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.ask(2, "c")
        _ = pool.giveBack("a")
        #expect(pool.end("a") == [.start("b", 2, .replacing("a")), .refuse(2, .allPinned(["b"]))])
    }

    @Test func `waits for a pinned model that was asked to leave`() {
        var pool = TestPool(capacity: 1, pinned: ["a"])
        pool.lend("a")
        _ = pool.apply(.unloadAsked("a"))
        #expect(pool.ask(1, "b") == [])
        #expect(pool.giveBack("a") == [.stop("a", 1, .unload)])
        #expect(pool.end("a") == [.start("b", 2, .replacing("a"))])
    }

    @Test func `waits for a pinned model that is stopping`() {
        var pool = TestPool(capacity: 1, pinned: ["a"])
        pool.keepIdle("a")
        _ = pool.apply(.unloadAsked("a"))
        #expect(pool.ask(1, "b") == [])
        #expect(pool.end("a") == [.start("b", 2, .replacing("a"))])
    }
}
