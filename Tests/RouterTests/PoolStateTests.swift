import Providers
import Schema
import Testing

@testable import Router

@Suite struct `Pool state` {
    @Test func `starts a model when it is asked for and lends it once it is ready`() {
        var pool = TestPool()
        #expect(pool.ask(1, "a") == [.start("a", 1, .freeSlot)])
        #expect(pool.ready("a") == [.grant(1, "a", 1)])
        #expect(pool.instance("a")?.leases == 1)
    }

    @Test func `lends a running model at once, to any number of requests`() {
        var pool = TestPool()
        pool.lend("a")
        #expect(pool.ask(1, "a") == [.grant(1, "a", 1)])
        #expect(pool.ask(2, "a") == [.grant(2, "a", 1)])
        #expect(pool.instance("a")?.leases == 3)
    }

    @Test func `shares one load among all who want it, and serves them in order of arrival`() {
        var pool = TestPool()
        _ = pool.ask(3, "a")
        #expect(pool.ask(1, "a") == [])
        #expect(pool.ask(2, "a") == [])
        #expect(pool.ready("a") == [.grant(3, "a", 1), .grant(1, "a", 1), .grant(2, "a", 1)])
    }

    @Test func `loads different models side by side`() {
        var pool = TestPool()
        #expect(pool.ask(1, "a") == [.start("a", 1, .freeSlot)])
        #expect(pool.ask(2, "b") == [.start("b", 2, .freeSlot)])
        #expect(pool.ready("b") == [.grant(2, "b", 2)])
        #expect(pool.ready("a") == [.grant(1, "a", 1)])
    }

    @Test func `does not start a model while the one it replaces still occupies the slot`() {
        var pool = TestPool(capacity: 1)
        pool.keepIdle("a")
        #expect(pool.ask(1, "b") == [.stop("a", 1, .evicted(for: "b", idle: .milliseconds(1)))])
        #expect(pool.ask(2, "b") == [])
        #expect(pool.end("a") == [.start("b", 2, .replacing("a"))])
    }

    @Test func `lends a warm model while another one stops slowly`() {
        var pool = TestPool()
        pool.keepIdle("a", "b")
        _ = pool.ask(1, "c")
        #expect(pool.instance("a")?.phase == .stopping)
        #expect(pool.ask(2, "b") == [.grant(2, "b", 2)])
    }

    @Test func `starts a model again that is asked for while it stops`() {
        var pool = TestPool(capacity: 1)
        pool.keepIdle("a")
        _ = pool.apply(.unloadAsked("a"))
        #expect(pool.ask(1, "a") == [])
        #expect(pool.end("a") == [.start("a", 2, .freeSlot)])
        #expect(pool.ready("a") == [.grant(1, "a", 2)])
    }

    @Test func `fills a free slot while another is still being left`() {
        var pool = TestPool()
        pool.keepIdle("a")
        _ = pool.apply(.unloadAsked("a"))
        #expect(pool.ask(1, "a") == [])
        #expect(pool.ask(2, "b") == [.start("b", 2, .freeSlot)])
        #expect(pool.end("a") == [.start("a", 3, .freeSlot)])
    }

    @Test func `serves models that wait for a slot in the order of their oldest requests`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.ask(2, "c")
        _ = pool.ask(3, "b")
        _ = pool.giveBack("a")
        #expect(pool.end("a") == [.start("b", 2, .replacing("a"))])
        #expect(pool.ready("b") == [.grant(1, "b", 2), .grant(3, "b", 2)])
        _ = pool.giveBack("b")
        #expect(pool.giveBack("b") == [.stop("b", 2, .evicted(for: "c", idle: .zero))])
        #expect(pool.end("b") == [.start("c", 3, .replacing("b"))])
    }

    @Test func `ignores events that no longer fit`() {
        var pool = TestPool()
        pool.keepIdle("a")
        let before = pool.snapshot
        for event: PoolEvent in [
            .returned("a", 1, .lost), .returned("a", 7, .served), .returned("x", 1, .served), .ready("a", 1),
            .ready("x", 9), .left(99),
            .ended("a", 9, failure: nil), .ended("x", 1, failure: .notSpawned(reason: "")), .unloadAsked("x"),
            .timePassed,
        ] {
            #expect(pool.apply(event) == [], "\(event)")
        }
        #expect(pool.snapshot == before)
    }

    @Test func `counts a request once that asks twice while it waits`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        #expect(pool.ask(1, "a") == [])
        #expect(pool.ask(1, "b") == [])
        #expect(pool.ready("a") == [.grant(1, "a", 1)])
    }

    @Test func `leaves a child alone that reports to be ready after it was told to stop`() {
        var pool = TestPool(capacity: 1)
        _ = pool.ask(1, "a")
        _ = pool.leave(1)
        _ = pool.apply(.unloadAsked("a"))
        _ = pool.ask(2, "a")
        #expect(pool.ready("a") == [])
        #expect(pool.instance("a")?.phase == .stopping)
    }
}
