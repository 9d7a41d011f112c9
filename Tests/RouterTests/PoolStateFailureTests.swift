import Providers
import Schema
import Testing

@testable import Router

@Suite struct `Pool state: failures` {
    private let failure = ProviderFailure.exited(.exited(1), cause: "no such file", log: [])

    @Test func `refuses all who wait for a load that fails, and nobody else`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        _ = pool.ask(2, "b")
        _ = pool.ask(3, "a")
        #expect(
            pool.end("a", failure) == [
                .refuse(1, .failedToLoad("a", failure)), .refuse(3, .failedToLoad("a", failure)),
            ]
        )
        #expect(pool.ready("b") == [.grant(2, "b", 2)])
    }

    @Test func `gives the slot of a failed load to the next model`() {
        var pool = TestPool(capacity: 1)
        _ = pool.ask(1, "a")
        _ = pool.ask(2, "b")
        #expect(
            pool.end("a", failure) == [.refuse(1, .failedToLoad("a", failure)), .start("b", 2, .replacing("a"))]
        )
    }

    @Test func `tries a model again that failed before`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        _ = pool.end("a", failure)
        #expect(pool.ask(2, "a") == [.start("a", 2, .freeSlot)])
    }

    @Test func `starts a model anew for who asked after its load was stopped, though that reports a failure`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        _ = pool.leave(1)
        _ = pool.apply(.unloadAsked("a"))
        _ = pool.ask(2, "a")
        #expect(pool.end("a", .exited(.signalled(15), cause: nil, log: [])) == [.start("a", 2, .freeSlot)])
    }

    @Test func `takes the slot of a child that died, and ignores its leases`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        #expect(pool.end("a", failure) == [.start("b", 2, .replacing("a"))])
        _ = pool.ready("b")
        #expect(pool.apply(.returned("a", 1, .served)) == [])
        #expect(pool.instance("b")?.leases == 1)
    }

    @Test func `keeps leases of two runs of the same model apart`() {
        var pool = TestPool()
        pool.lend("a")
        _ = pool.end("a", failure)
        pool.lend("a")
        #expect(pool.apply(.returned("a", 1, .served)) == [])
        #expect(pool.instance("a")?.leases == 1)
    }

    @Test func `starts a model again whose child died while requests waited for it`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.wait(.seconds(2))
        _ = pool.ask(2, "a")
        #expect(pool.end("a", failure) == [.start("b", 2, .replacing("a"))])
        #expect(pool.snapshot.waiting.map(\.model) == ["b", "a"])
    }
}

@Suite struct `Pool state: shutdown` {
    @Test func `refuses who waits, stops what nobody holds, and lets running requests end`() {
        var pool = TestPool(capacity: 4)
        pool.keepIdle("a")
        pool.lend("b")
        _ = pool.ask(1, "c")
        #expect(
            pool.apply(.shutdown) == [
                .refuse(1, .shuttingDown), .stop("a", 1, .shutdown), .stop("c", 3, .shutdown),
            ]
        )
        #expect(pool.giveBack("b") == [.stop("b", 2, .shutdown)])
    }

    @Test func `refuses later requests, even for a running model`() {
        var pool = TestPool()
        pool.lend("a")
        _ = pool.apply(.shutdown)
        #expect(pool.ask(1, "a") == [.refuse(1, .shuttingDown)])
        #expect(pool.ask(2, "b") == [.refuse(2, .shuttingDown)])
    }

    @Test func `stops busy models when the grace has passed`() {
        var pool = TestPool()
        pool.lend("a", "b")
        _ = pool.apply(.shutdown)
        #expect(pool.wake == .seconds(10))
        #expect(pool.wait(.seconds(9)) == [])
        #expect(pool.apply(.shutdown) == [])
        #expect(pool.wait(.seconds(1)) == [.stop("a", 1, .shutdown), .stop("b", 2, .shutdown)])
        #expect(pool.wake == nil)
        #expect(pool.giveBack("a") == [])
    }

    @Test func `stops a draining model when its last lease ends`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.wait(.seconds(2))
        #expect(pool.apply(.shutdown) == [.refuse(1, .shuttingDown)])
        #expect(pool.giveBack("a") == [.stop("a", 1, .shutdown)])
    }

    @Test func `is finished when the last child has gone`() {
        var pool = TestPool()
        #expect(!pool.state.isFinished)
        pool.keepIdle("a")
        _ = pool.apply(.shutdown)
        #expect(!pool.state.isFinished)
        #expect(pool.end("a") == [])
        #expect(pool.state.isFinished)
    }

    @Test func `is finished at once when nothing runs`() {
        var pool = TestPool()
        _ = pool.apply(.shutdown)
        #expect(pool.state.isFinished)
    }

    @Test func `starts nothing any more`() {
        var pool = TestPool(capacity: 1)
        pool.keepIdle("a")
        _ = pool.ask(1, "b")
        #expect(pool.apply(.shutdown) == [.refuse(1, .shuttingDown)])
        #expect(pool.end("a") == [])
        #expect(pool.state.isFinished)
    }
}
