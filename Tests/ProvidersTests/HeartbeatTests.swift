import Foundation
import HTTP
import NIOCore
import Testing

@testable import Providers

@Suite struct `The watch over a running child` {
    private let path = "/tmp/paddock-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock"

    /// What was noticed first.
    private enum Sign { case beat, hung }

    private func firstSign(of act: StubChild.Act) async throws -> Sign? {
        let child = try await StubChild(at: path) { line, _ in line == "GET /health" ? act : .close }
        let upstream = UpstreamPool(to: .unix(path: path), on: StubChild.group)
        let (signs, inbox) = AsyncStream.makeStream(of: Sign.self)
        let end = Heartbeat.start(
            upstream,
            on: StubChild.loop,
            limit: .milliseconds(100),
            interval: .milliseconds(20),
            beat: { inbox.yield(.beat) },
            hung: { inbox.yield(.hung) }
        )
        let sign = await signs.first { _ in true }
        end()
        await upstream.close()
        try await child.close()
        return sign
    }

    @Test func `feels the beat of one that answers`() async throws {
        let sign = try await firstSign(of: .answer(#"{"status":"ok"}"#))
        #expect(sign == .beat)
    }

    @Test(arguments: [StubChild.Act.stayQuiet, .close, .answer("{}", status: 503)])
    func `notices one that does not answer as it should`(_ act: StubChild.Act) async throws {
        let sign = try await firstSign(of: act)
        #expect(sign == .hung)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [StubChild.Act.answer("{}"), .stayQuiet])
    func `keeps nothing of a child whose life is over`(_ act: StubChild.Act) async throws {
        let (asked, inbox) = AsyncStream.makeStream(of: Void.self)
        let child = try await StubChild(at: path) { _, _ in
            inbox.yield()
            return act
        }
        weak var remains: UpstreamPool?
        do {
            let upstream = UpstreamPool(to: .unix(path: path), on: StubChild.group)
            remains = upstream
            let endProbe = HealthProbe.start(upstream, on: StubChild.loop) {}
            let endHeartbeat = Heartbeat.start(
                upstream,
                on: StubChild.loop,
                limit: .seconds(60),
                interval: .milliseconds(1),
                beat: {},
                hung: {}
            )
            _ = await asked.first { _ in true }
            endProbe()
            endHeartbeat()
            await upstream.close()
        }
        try await child.close()
        // Timers that were set before ring once more.
        while remains != nil { await Task.yield() }
    }

    @Test func `tells of a single question whether the child is well`() async throws {
        let child = try await StubChild(at: path) { _, _ in .answer("{}") }
        let upstream = UpstreamPool(to: .unix(path: path), on: StubChild.group)
        let isWell = await withCheckedContinuation { answer in
            HealthProbe.ask(upstream, on: StubChild.loop) { answer.resume(returning: $0) }
        }
        #expect(isWell)
        try await child.close()
        await upstream.close()
        let isWellAfterwards = await withCheckedContinuation { answer in
            HealthProbe.ask(upstream, on: StubChild.loop) { answer.resume(returning: $0) }
        }
        #expect(!isWellAfterwards)
    }
}
