import Providers
import Schema
import Testing

@testable import Router

@Suite struct `Pool state: reload` {
    private func change(
        changed: Set<ModelID> = [],
        removed: Set<ModelID> = [],
        policies: [ModelID: PoolState.Policy] = [:],
        capacity: Int = 2
    ) -> PoolEvent {
        .reconfigured(
            PoolChange(
                limits: PoolLimits(capacity: capacity),
                policies: policies,
                changed: changed,
                removed: removed
            )
        )
    }

    @Test func `touches nothing that it does not concern`() {
        var pool = TestPool()
        pool.lend("a")
        pool.keepIdle("b")
        #expect(pool.apply(change(changed: ["c"], removed: ["d"])) == [])
        #expect(pool.ask(1, "a") == [.grant(1, "a", 1)])
    }

    @Test func `stops an idle model that has changed, and lets a busy one finish`() {
        var pool = TestPool()
        pool.lend("a")
        pool.keepIdle("b")
        #expect(pool.apply(change(changed: ["a", "b"])) == [.stop("b", 2, .outdated)])
        #expect(pool.ask(1, "a") == [])
        #expect(pool.giveBack("a") == [.stop("a", 1, .outdated)])
        _ = pool.end("b")
        #expect(pool.end("a") == [.start("a", 3, .freeSlot)])
    }

    @Test func `never opens a model again that has changed, though the one that wanted its slot has gone`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        _ = pool.wait(.seconds(3))
        _ = pool.apply(change(changed: ["a"], capacity: 1))
        _ = pool.leave(1)
        #expect(pool.instance("a")?.phase == .draining)
        #expect(pool.ask(2, "a") == [])
    }

    @Test func `starts a load anew whose model has changed, for those who wait`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        #expect(pool.apply(change(changed: ["a"])) == [.stop("a", 1, .outdated)])
        #expect(pool.end("a") == [.start("a", 2, .freeSlot)])
    }

    @Test func `refuses who waits for a model that is no more`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        _ = pool.ask(1, "b")
        #expect(pool.apply(change(removed: ["b"], capacity: 1)) == [.refuse(1, .removed("b"))])
    }

    @Test func `forgets the failures of a model that has changed`() {
        var pool = TestPool()
        for ticket in [1, 2] as [Ticket] {
            _ = pool.ask(ticket, "a")
            _ = pool.end("a", .exited(.exited(1), cause: nil, log: []))
        }
        _ = pool.apply(change(changed: ["a"]))
        #expect(pool.ask(3, "a") == [.start("a", 3, .freeSlot)])
    }

    @Test func `looks again at a model that has changed while it waited`() {
        var pool = TestPool(capacity: 1)
        pool.lend("a")
        pool.answersLooks = false
        _ = pool.ask(1, "b")
        #expect(pool.apply(change(changed: ["b"], capacity: 1)) == [.inspect("b", .init(number: 3))])
        #expect(pool.apply(.inspected("b", .init(number: 2), .success(Footprint(own: 1)))) == [])
    }

    @Test func `takes on another keep-alive and pins at once`() {
        var pool = TestPool()
        pool.keepIdle("a")
        let policies: [ModelID: PoolState.Policy] = ["a": .init(keepAlive: .duration(.zero))]
        #expect(pool.apply(change(policies: policies)) == [.stop("a", 1, .idle)])
        var other = TestPool()
        other.keepIdle("a")
        _ = other.apply(change(policies: ["a": .init(pinned: true)]))
        #expect(other.instance("a")?.isPinned == true && other.instance("a")?.expiry == nil)
    }

    @Test func `lets models go when there are fewer slots, idle ones at once and busy ones after their requests`() {
        var pool = TestPool(capacity: 3)
        pool.lend("a", "b")
        pool.keepIdle("c")
        #expect(pool.apply(change(capacity: 1)) == [.stop("c", 3, .outdated)])
        #expect(pool.instance("a")?.phase == .draining && pool.instance("b")?.phase == .serving)
        #expect(pool.giveBack("a") == [.stop("a", 1, .outdated)])
    }
}
