import Foundation
import HTTP
import NIOCore
import Synchronization
import Testing

@testable import Providers

@Suite struct `A child that answers probes but does not work` {
    private let path = "/tmp/paddock-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock"

    /// Beats so often while one question is open; tells whether the child was called stalled.
    private func isStalled(_ act: StubChild.Act, ticks: @escaping @Sendable () -> Int?) async throws -> Bool {
        let child = try await StubChild(at: path) { _, _ in act }
        let upstream = UpstreamPool(to: .unix(path: path), on: StubChild.group)
        let isStalled = Atomic(false)
        let watch = StallWatch(upstream, on: StubChild.loop, limit: 3, ticks: ticks) {
            isStalled.store(true, ordering: .relaxed)
        }
        let question = Task {
            try? await ChildQuestion.ask(
                ChildQuestion.get("/slots"),
                of: upstream,
                on: StubChild.loop,
                within: .seconds(60)
            )
        }
        if case .stayQuiet = act {
            while try await upstream.activity(on: StubChild.loop).get().callCount == 0 {}
        } else {
            _ = await question.value
        }
        for _ in 0..<6 {
            watch.beat()
            _ = try await upstream.activity(on: StubChild.loop).get()
        }
        question.cancel()
        _ = await question.value
        await upstream.close()
        try await child.close()
        return isStalled.load(ordering: .relaxed)
    }

    @Test func `is noticed`() async throws {
        let isStalled = try await isStalled(.stayQuiet) { 700 }
        #expect(isStalled)
    }

    @Test func `is left alone while it computes`() async throws {
        let time = Atomic(0)
        let isStalled = try await isStalled(.stayQuiet) { time.add(50, ordering: .relaxed).newValue }
        #expect(!isStalled)
    }

    @Test func `is left alone when nobody has asked anything of it`() async throws {
        let isStalled = try await isStalled(.answer("{}")) { 700 }
        #expect(!isStalled)
    }

    @Test(arguments: [
        ("1 (llama-server) S 0 1 1 0 -1 4194560 1 2 3 4 150 25 0 0 20", 175),
        ("1 (a) b) c) R 1 1 1 0 -1 0 1 2 3 4 7 8 9 0 0", 15),
        ("1 (a) S 1", nil), ("", nil),
    ])
    func `has its processor time read from the kernel's text`(_ text: String, _ ticks: Int?) {
        #expect(ProcessTime.ticks(in: text) == ticks)
    }

    @Test func `has processor time of its own`() throws {
        #expect(try #require(ProcessTime.ticks(of: getpid())) >= 0)
    }
}
