import Providers
import Schema
import Testing

@testable import Router

@Suite struct `Pool state: keep-alive` {
    @Test func `stops a model that was idle for its keep-alive`() {
        var pool = TestPool(keepAlive: .duration(.seconds(60)))
        pool.lend("a")
        _ = pool.wait(.seconds(500))
        _ = pool.giveBack("a")
        #expect(pool.wake == .seconds(60))
        #expect(pool.wait(.seconds(59)) == [])
        #expect(pool.wait(.seconds(1)) == [.stop("a", 1, .idle)])
        #expect(pool.wake == nil)
    }

    @Test func `begins anew with every use`() {
        var pool = TestPool(keepAlive: .duration(.seconds(60)))
        pool.lend("a")
        _ = pool.giveBack("a")
        _ = pool.wait(.seconds(50))
        _ = pool.ask(1, "a")
        #expect(pool.wake == nil)
        _ = pool.wait(.seconds(50))
        _ = pool.giveBack("a")
        #expect(pool.wake == .seconds(60))
    }

    @Test func `wakes for the earliest of several`() {
        var pool = TestPool()
        pool.lend("a", "b")
        _ = pool.ask(1, "b", keepAlive: .duration(.seconds(10)))
        _ = pool.giveBack("a")
        #expect(pool.wake == .seconds(300))
        _ = pool.giveBack("b")
        _ = pool.giveBack("b")
        #expect(pool.wake == .seconds(10))
        #expect(pool.wait(.seconds(300)) == [.stop("b", 2, .idle), .stop("a", 1, .idle)])
    }

    @Test func `stops what expires at once in the order of the starts`() {
        var pool = TestPool(capacity: 8)
        let models: [ModelID] = ["e", "c", "g", "a", "f", "b", "h", "d"]
        pool.keepIdle("e", "c", "g", "a", "f", "b", "h", "d")
        pool.advance(by: .seconds(300))
        let stops = zip(models, 1...).map { PoolEffect.stop($0, Generation(number: $1), .idle) }
        #expect(pool.apply(.timePassed) == stops)
    }

    @Test func `stops a model as soon as it is idle when it is zero`() {
        var pool = TestPool(keepAlive: .duration(.zero))
        pool.lend("a")
        #expect(pool.giveBack("a") == [.stop("a", 1, .idle)])
    }

    @Test func `stops a model that becomes ready for nobody when it is zero`() {
        var pool = TestPool(keepAlive: .duration(.zero))
        _ = pool.ask(1, "a")
        _ = pool.leave(1)
        #expect(pool.ready("a") == [.stop("a", 1, .idle)])
    }

    @Test func `keeps a model forever, but not from another that needs the slot`() {
        var pool = TestPool(capacity: 1, keepAlive: .forever)
        pool.keepIdle("a")
        #expect(pool.wake == nil)
        #expect(pool.wait(.seconds(1_000_000)) == [])
        #expect(pool.ask(1, "b").count == 1)
    }

    @Test func `is replaced by what a request says, for as long as the child runs`() {
        var pool = TestPool()
        pool.lend("a")
        _ = pool.ask(1, "a", keepAlive: .duration(.seconds(7)))
        _ = pool.ask(2, "a")
        for _ in 1...3 { _ = pool.giveBack("a") }
        #expect(pool.wait(.seconds(7)) == [.stop("a", 1, .idle)])
        _ = pool.end("a")
        pool.keepIdle("a")
        #expect(pool.instance("a")?.expiry == pool.now + .milliseconds(299_999))
    }

    @Test func `is replaced by what a waiting request says, once it is granted`() {
        var pool = TestPool()
        _ = pool.ask(1, "a", keepAlive: .duration(.seconds(7)))
        _ = pool.ask(2, "a", keepAlive: .duration(.seconds(8)))
        _ = pool.ask(3, "a", keepAlive: .duration(.seconds(9)))
        _ = pool.leave(3)
        _ = pool.ready("a")
        _ = pool.giveBack("a")
        _ = pool.giveBack("a")
        #expect(pool.wake == .seconds(8))
    }

    @Test func `is forever for a pinned model, unless a request says otherwise`() {
        var pool = TestPool(pinned: ["a"])
        pool.keepIdle("a")
        #expect(pool.wake == nil)
        _ = pool.ask(1, "a", keepAlive: .duration(.seconds(3)))
        _ = pool.giveBack("a")
        #expect(pool.wait(.seconds(3)) == [.stop("a", 1, .idle)])
    }
}

@Suite struct `Pool state: unload` {
    @Test func `stops an idle model at once, pinned or not`() {
        var pool = TestPool(pinned: ["a"])
        pool.keepIdle("a", "b")
        #expect(pool.apply(.unloadAsked("a")) == [.stop("a", 1, .unload)])
        #expect(pool.apply(.unloadAsked("b")) == [.stop("b", 2, .unload)])
        #expect(pool.apply(.unloadAsked("b")) == [])
    }

    @Test func `closes a model on loan, so that it leaves however often it is asked for`() {
        var pool = TestPool()
        pool.lend("a")
        #expect(pool.apply(.unloadAsked("a")) == [])
        #expect(pool.instance("a")?.phase == .draining)
        #expect(!pool.ask(1, "a", keepAlive: .forever).contains(.grant(1, "a", 1)))
        let effects = pool.giveBack("a")
        #expect(effects.contains(.stop("a", 1, .unload)))
    }

    @Test func `serves those who wait for a load, and nobody after them`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        _ = pool.apply(.unloadAsked("a"))
        _ = pool.ready("a")
        #expect(!pool.ask(2, "a").contains(.grant(2, "a", 1)))
        #expect(pool.giveBack("a").contains(.stop("a", 1, .unload)))
    }

    @Test func `gives up a load that nobody waits for`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        _ = pool.leave(1)
        #expect(pool.apply(.unloadAsked("a")) == [.stop("a", 1, .unload)])
    }

    @Test func `serves those who wait for a load first`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        #expect(pool.apply(.unloadAsked("a")) == [])
        #expect(pool.ready("a") == [.grant(1, "a", 1)])
        #expect(pool.giveBack("a") == [.stop("a", 1, .unload)])
    }

    @Test func `opens a draining model again when the slot of the unloaded one will do`() {
        var pool = TestPool(pinned: ["a"])
        pool.keepIdle("a")
        pool.lend("b")
        _ = pool.ask(1, "c")
        _ = pool.wait(.seconds(2))
        #expect(pool.instance("b")?.phase == .draining)
        #expect(pool.apply(.unloadAsked("a")) == [.stop("a", 1, .unload)])
        #expect(pool.instance("b")?.phase == .serving)
    }
}
