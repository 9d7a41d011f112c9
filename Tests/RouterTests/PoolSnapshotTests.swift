import Providers
import Schema
import Testing

@testable import Router

@Suite struct `Pool snapshot` {
    @Test func `tells what runs in the order of the starts, and who waits in the order of their turns`() {
        var pool = TestPool(pinned: ["b"])
        pool.lend("c")
        _ = pool.ask(1, "b")
        let asked = pool.now
        _ = pool.ask(2, "a")
        _ = pool.ask(3, "a")
        #expect(pool.snapshot.instances.map(\.model) == ["c", "b"])
        #expect(pool.snapshot.instances.map(\.phase) == [.serving, .starting])
        #expect(pool.snapshot.instances.map(\.isPinned) == [false, true])
        #expect(pool.snapshot.instances.map(\.leases) == [1, 0])
        #expect(
            pool.snapshot.waiting == [
                PoolSnapshot.Queue(model: "b", count: 1, since: asked),
                PoolSnapshot.Queue(model: "a", count: 2, since: asked),
            ]
        )
    }

    @Test func `counts the expiry of a model on loan from now, and of an idle one from its last use`() {
        var pool = TestPool()
        pool.lend("a")
        pool.advance(by: .seconds(10))
        #expect(pool.instance("a")?.lastUsed == pool.now)
        #expect(pool.instance("a")?.expiry == pool.now + .seconds(300))
        _ = pool.giveBack("a")
        let returned = pool.now
        pool.advance(by: .seconds(10))
        #expect(pool.instance("a")?.lastUsed == returned)
        #expect(pool.instance("a")?.expiry == returned + .seconds(300))
    }

    @Test func `knows no load time, use or expiry of a model that is loading`() {
        var pool = TestPool()
        _ = pool.ask(1, "a")
        let started = pool.now
        pool.advance(by: .seconds(10))
        #expect(pool.instance("a")?.startedAt == started)
        #expect(pool.instance("a")?.loadedAt == nil)
        #expect(pool.instance("a")?.lastUsed == nil)
        #expect(pool.instance("a")?.expiry == nil)
        _ = pool.ready("a")
        #expect(pool.instance("a")?.loadedAt == pool.now)
    }

    @Test func `knows no expiry of a model that stays forever`() {
        var pool = TestPool(keepAlive: .forever)
        pool.keepIdle("a")
        #expect(pool.instance("a")?.expiry == nil)
        #expect(pool.instance("a")?.lastUsed != nil)
    }
}
