import Providers
import Testing

@testable import Router

@Suite struct `Pool state: a child whose connection broke` {
    private let crash = ProviderFailure.exited(.signalled(9), cause: nil, log: [])

    @Test func `is examined, and lent to nobody meanwhile`() {
        var pool = TestPool()
        pool.lend("a")
        #expect(pool.giveBack("a", .lost) == [.examine("a", 1)])
        #expect(pool.ask(1, "a") == [])
    }

    @Test func `is examined once, however many connections broke`() {
        var pool = TestPool()
        pool.lend("a")
        _ = pool.ask(1, "a")
        #expect(pool.giveBack("a", .lost) == [.examine("a", 1)])
        #expect(pool.giveBack("a", .lost) == [])
    }

    @Test func `serves those who waited if it is well`() {
        var pool = TestPool()
        pool.lend("a")
        _ = pool.giveBack("a", .lost)
        _ = pool.ask(1, "a")
        #expect(pool.apply(.foundWell("a", 1)) == [.grant(1, "a", 1)])
        #expect(pool.ask(2, "a") == [.grant(2, "a", 1)])
    }

    @Test func `is replaced for those who waited if it has died`() {
        var pool = TestPool()
        pool.lend("a")
        _ = pool.giveBack("a", .lost)
        _ = pool.ask(1, "a")
        #expect(pool.end("a", crash) == [.start("a", 2, .freeSlot)])
        #expect(pool.ready("a") == [.grant(1, "a", 2)])
    }

    @Test func `is not evicted before it is known whether it lives`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.giveBack("a", .lost)
        #expect(pool.ask(1, "b") == [])
        #expect(pool.apply(.foundWell("a", 1)) == [.stop("a", 1, .evicted(for: "b", idle: .zero))])
    }

    @Test func `does not wake the pool again and again while somebody waits for it and for its slot`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "a")
        _ = pool.giveBack("a", .lost)
        _ = pool.ask(2, "a")
        _ = pool.ask(3, "b")
        _ = pool.wait(.seconds(4))
        #expect(pool.wake.map { $0 > .zero } ?? true)
    }
}

@Suite struct `Pool state: a model that ends by itself again and again` {
    private let crash = ProviderFailure.exited(.signalled(6), cause: "GGML_ASSERT(n > 0)", log: [])

    private func crash(_ pool: inout TestPool, times: Int) {
        for _ in 0..<times {
            _ = pool.ask(900, "a")
            _ = pool.end("a", crash)
            _ = pool.leave(900)
            pool.advance(by: .seconds(300))
        }
    }

    @Test func `is tried again at once after its first failure`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        _ = pool.end("a", crash)
        #expect(pool.ask(2, "a") == [.start("a", 2, .freeSlot)])
    }

    @Test(arguments: [(2, 1), (3, 2), (4, 4), (9, 128), (10, 256), (11, 300), (80, 300)])
    func `is left alone for longer with every failure, and its cause is told`(_ failures: Int, _ seconds: Int) {
        var pool = TestPool()
        crash(&pool, times: failures - 1)
        _ = pool.ask(1, "a")
        _ = pool.end("a", crash)
        let refusal = PoolFailure.failing("a", crash, failures: failures, retryAfter: .seconds(seconds))
        #expect(pool.ask(2, "a") == [.refuse(2, refusal)])
        pool.advance(by: .seconds(seconds))
        #expect(pool.ask(3, "a").count == 1)
    }

    @Test func `keeps nobody from another model`() {
        var pool = TestPool()
        crash(&pool, times: 2)
        #expect(pool.ask(1, "b") == [.start("b", 3, .freeSlot)])
    }

    @Test func `is trusted again once it has answered`() {
        var pool = TestPool()
        crash(&pool, times: 5)
        pool.lend("a")
        #expect(pool.snapshot.failing.map(\.failures) == [5])
        _ = pool.giveBack("a", .served)
        #expect(pool.snapshot.failing == [])
    }

    @Test func `is not trusted because a client left`() {
        var pool = TestPool()
        crash(&pool, times: 5)
        pool.lend("a")
        _ = pool.giveBack("a", .leftAlone)
        #expect(pool.snapshot.failing.map(\.failures) == [5])
    }

    @Test func `refuses who waits for its next run when it is to be left alone`() {
        var pool = TestPool()
        crash(&pool, times: 1)
        pool.lend("a")
        _ = pool.giveBack("a", .lost)
        _ = pool.ask(1, "a")
        let refusal = PoolFailure.failing("a", crash, failures: 2, retryAfter: .seconds(1))
        #expect(pool.end("a", crash) == [.refuse(1, refusal)])
    }
}
