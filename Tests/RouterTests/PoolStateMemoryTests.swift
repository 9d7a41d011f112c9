import Providers
import Testing

@testable import Router

@Suite struct `Pool state: memory` {
    private func pool(budget: Int, capacity: Int = 8, _ sizes: [ModelID: Int], pinned: [ModelID] = []) -> TestPool {
        var pool = TestPool(capacity: capacity, pinned: pinned) { $0.memoryBudget = budget }
        pool.footprints = sizes.mapValues { Footprint(own: $0) }
        return pool
    }

    @Test func `evicts as many idle models as the next one needs, those used longest ago`() {
        var pool = pool(budget: 10, ["a": 3, "b": 3, "c": 3, "d": 5])
        pool.keepIdle("a", "b", "c")
        #expect(
            pool.ask(1, "d") == [
                .stop("a", 1, .evicted(for: "d", idle: .milliseconds(5))),
                .stop("b", 2, .evicted(for: "d", idle: .milliseconds(3))),
            ]
        )
        #expect(pool.end("a") == [])
        #expect(pool.end("b") == [.start("d", 4, .replacing("b"))])
    }

    @Test func `spares a small model when a larger one that has to go makes room enough`() {
        var pool = pool(budget: 10, ["a": 1, "b": 8, "c": 6])
        pool.keepIdle("a", "b")
        #expect(pool.ask(1, "c") == [.stop("b", 2, .evicted(for: "c", idle: .milliseconds(1)))])
    }

    @Test func `evicts nobody while all idle models together make no room`() {
        var pool = pool(budget: 10, ["a": 2, "b": 6, "c": 7])
        pool.keepIdle("a")
        pool.lend("b")
        #expect(pool.ask(1, "c") == [])
        #expect(pool.giveBack("b").contains(.stop("b", 2, .evicted(for: "c", idle: .zero))))
    }

    @Test func `closes busy models, as many as are needed, to one that has lost its patience`() {
        var pool = pool(budget: 10, ["a": 5, "b": 5, "c": 10])
        pool.lend("a", "b")
        _ = pool.ask(1, "c")
        _ = pool.wait(.seconds(3))
        #expect(pool.instance("a")?.phase == .draining && pool.instance("b")?.phase == .draining)
        #expect(pool.giveBack("a") == [])
        #expect(pool.giveBack("b").count == 2)
    }

    @Test func `refuses at once what is larger than the budget, and evicts nobody for it`() {
        var pool = pool(budget: 10, ["a": 3, "b": 11])
        pool.keepIdle("a")
        #expect(pool.ask(1, "b") == [.refuse(1, .tooLarge("b", need: 11, budget: 10))])
        #expect(pool.instance("a")?.phase == .serving)
    }

    @Test func `refuses what has no room beside pinned models`() {
        var pool = pool(budget: 10, ["a": 6, "b": 5], pinned: ["a"])
        pool.keepIdle("a")
        #expect(pool.ask(1, "b") == [.refuse(1, .allPinned(["a"]))])
    }

    @Test func `counts the pages of a shared file once`() {
        var pool = TestPool(capacity: 8) { $0.memoryBudget = 10 }
        for model in ["a", "b"] as [ModelID] { pool.footprints[model] = Footprint(own: 2, shared: 6, file: "x") }
        pool.footprints["c"] = Footprint(own: 2, shared: 6, file: "y")
        pool.keepIdle("a")
        #expect(pool.ask(1, "b") == [.start("b", 2, .freeSlot)])
        #expect(pool.snapshot.memoryUsed == 10)
        #expect(pool.ask(2, "c") != [.start("c", 3, .freeSlot)])
    }

    @Test func `is not overtaken by smaller ones when it needs much room`() {
        var pool = pool(budget: 10, ["a": 6, "b": 8, "c": 2])
        pool.lend("a")
        _ = pool.ask(1, "b")
        #expect(pool.ask(2, "c") == [])
        _ = pool.giveBack("a")
        #expect(
            pool.end("a") == [.start("b", 2, .replacing("a")), .start("c", 3, .replacing("a"))]
        )
    }

    @Test func `lets idle models go when the others have turned out larger`() {
        var pool = pool(budget: 10, ["a": 4, "b": 4])
        pool.keepIdle("a")
        pool.lend("b")
        #expect(pool.apply(.measured("b", 2, Footprint(own: 7))) == [.stop("a", 1, .memory)])
    }

    @Test func `keeps the only model, however large it has turned out`() {
        var pool = pool(budget: 10, ["a": 4])
        pool.keepIdle("a")
        #expect(pool.apply(.measured("a", 1, Footprint(own: 70))) == [])
    }

    @Test func `tries a load that failed for memory once more, after the idle model used longest ago has gone`() {
        let failure = ProviderFailure.exited(.exited(1), cause: "failed to allocate buffer for kv cache", log: [])
        var pool = TestPool(capacity: 3)
        pool.keepIdle("a", "b")
        _ = pool.ask(1, "c")
        #expect(pool.end("c", failure) == [.stop("a", 1, .evicted(for: "c", idle: .milliseconds(3)))])
        #expect(pool.end("a") == [.start("c", 4, .replacing("a"))])
        #expect(pool.end("c", failure) == [.refuse(1, .failedToLoad("c", failure))])
        #expect(pool.instance("b")?.phase == .serving)
    }

    @Test func `has a file read ahead while its room is being made, and not when it starts at once`() {
        var pool = TestPool(capacity: 1)
        pool.answersLooks = false
        _ = pool.ask(1, "a")
        #expect(pool.apply(.inspected("a", .init(number: 1), .success(Footprint(own: 0)))).count == 1)
        _ = pool.ready("a")
        _ = pool.ask(2, "b")
        #expect(pool.apply(.inspected("b", .init(number: 2), .success(Footprint(own: 0)))) == [.readAhead("b")])
    }
}

@Suite struct `Pool state: looking at a model` {
    @Test func `comes before anybody leaves for it`() {
        var pool = TestPool(capacity: 1)
        pool.keepIdle("a")
        pool.answersLooks = false
        #expect(pool.ask(1, "b") == [.inspect("b", .init(number: 2))])
        #expect(pool.ask(2, "b") == [])
        let failure = ProviderFailure.fileUnusable(path: "/b.gguf", reason: "not a GGUF file")
        #expect(
            pool.apply(.inspected("b", .init(number: 2), .failure(failure))) == [
                .refuse(1, .failedToLoad("b", failure)), .refuse(2, .failedToLoad("b", failure)),
            ]
        )
        #expect(pool.instance("a")?.phase == .serving)
    }

    @Test func `is done anew for who comes after the last one has left`() {
        var pool = TestPool()
        pool.answersLooks = false
        _ = pool.ask(1, "a")
        _ = pool.leave(1)
        #expect(pool.ask(2, "a") == [.inspect("a", .init(number: 2))])
        #expect(pool.apply(.inspected("a", .init(number: 1), .success(Footprint(own: 0)))) == [])
        #expect(
            pool.apply(.inspected("a", .init(number: 2), .success(Footprint(own: 0)))) == [.start("a", 1, .freeSlot)]
        )
    }
}
