import Foundation
import HTTP
import Logging
import NIOCore
import Synchronization
import Testing

@testable import Providers

@Suite struct `Cache of a child's slots` {
    private let folder = ShelfFolder()
    private let recipe = KVRecipe(digest: String(repeating: "a", count: 64))
    private let tokens = (0..<100).map { Int32($0) }
    private let body = ByteBuffer(string: #"{"messages":[{"role":"user","content":"hi"}]}"#)

    /// What a stub child does where it does not behave.
    private struct Manners: Sendable {
        var answers: [String: StubChild.Act] = [:]
        var slots = #"[{"id":0,"n_ctx":4096,"is_processing":false}]"#
    }

    /// Runs a cache on a stub child that knows one conversation, which lies on the shelf unless it is to be saved.
    private func withCache(
        _ manners: Manners = Manners(),
        isShelved: Bool = true,
        recallLimit: Duration = .seconds(60),
        _ test: (SlotCache, KVShelf, Requests) async throws -> Void
    ) async throws {
        let shelf = try folder.shelf()
        if isShelved { try await put(on: shelf) }
        let requests = Requests()
        let (tokens, path) = (tokens, folder.path)
        let size = SlotBytes.file(tokens).count
        let child = try await StubChild(at: "\(path)/c.sock") { line, body in
            requests.add(line)
            if let act = manners.answers[line] { return act }
            switch line {
            case "POST /apply-template": return .answer(#"{"prompt":"a \"b\""}"#)
            case "POST /tokenize":
                let isRight = body == #"{"add_special":true,"parse_special":true,"content":"a \"b\""}"#
                return .answer(#"{"tokens":\#(isRight ? tokens + [7, 8] : [])}"#)
            case "GET /slots": return .answer(manners.slots)
            case "GET /metrics": return .answer("llamacpp:prompt_tokens_cached_total \(requests.reused)\n")
            case "POST /slots/0?action=restore":
                return .answer(#"{"id_slot":0,"n_restored":100,"n_read":\#(size)}"#)
            case "POST /slots/0?action=save":
                let name = body.split(separator: "\"")[3]
                try? Data(SlotBytes.file(tokens)).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
                return .answer(#"{"filename":"\#(name)","n_saved":100,"n_written":\#(size)}"#)
            default: return .answer("", status: 404)
            }
        }
        let upstream = UpstreamPool(to: .unix(path: child.path), on: StubChild.group)
        let cache = SlotCache(
            of: recipe,
            on: shelf,
            upstream: upstream,
            loop: StubChild.loop,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            recallLimit: recallLimit
        )
        async let running: Void = cache.run()
        do { try await test(cache, shelf, requests) } catch {
            cache.close()
            throw error
        }
        cache.close()
        await running
        await upstream.close()
        try await child.close()
    }

    /// Which questions the child was asked, and how many tokens it says it has reused.
    private final class Requests: Sendable {
        private let state = Mutex<(lines: [String], reused: Int)>(([], 0))
        var lines: [String] { state.withLock { $0.lines } }
        var reused: Int { state.withLock { $0.reused } }
        func add(_ line: String) { state.withLock { $0.lines.append(line) } }
        func reuse(_ count: Int) { state.withLock { $0.reused += count } }
    }

    private func put(on shelf: KVShelf) async throws {
        var draft = SlotDraft(of: recipe)
        let bytes = SlotBytes.file(tokens)
        try folder.write(bytes, to: draft.fileName)
        (draft.byteCount, draft.tokenCount) = (bytes.count, tokens.count)
        draft.openings = try [#require(OpeningKey(of: body))]
        shelf.keep(draft)
        await shelf.settle(within: .seconds(60), on: StubChild.loop)
    }

    private func recall(_ cache: SlotCache, _ body: ByteBuffer? = nil) async -> Recall {
        let (answers, inbox) = AsyncStream.makeStream(of: Recall.self)
        let body = body ?? self.body
        StubChild.loop.execute {
            cache.recall(body, on: StubChild.loop) { inbox.yield($0) }
        }
        for await answer in answers { return answer }
        return .nothing
    }

    private func wasRestored(_ recall: Recall) -> Bool {
        if case .restored(tokens: 100, _, slot: 0, _) = recall { true } else { false }
    }

    @Test func `brings a conversation back once`() async throws {
        try await withCache { cache, shelf, _ in
            #expect(cache.mayRecall(body))
            let first = await recall(cache)
            #expect(wasRestored(first))
            #expect(!cache.mayRecall(body))
            let second = await recall(cache)
            #expect(second == .nothing)
            #expect(shelf.conversations(of: recipe).count == 1)
        }
    }

    @Test func `asks the child nothing for a conversation that nobody has saved`() async throws {
        try await withCache { cache, _, requests in
            let other = ByteBuffer(string: #"{"messages":[{"role":"user","content":"ho"}]}"#)
            #expect(!cache.mayRecall(other))
            let answer = await recall(cache, other)
            #expect(answer == .nothing)
            #expect(requests.lines.isEmpty)
        }
    }

    @Test(arguments: [#""cache_prompt":false"#, #""lora":[]"#, #""id_slot":1"#])
    func `brings nothing back for a request that could not use it`(_ member: String) async throws {
        let body = ByteBuffer(string: #"{"messages":[{"role":"user","content":"hi"}],\#(member)}"#)
        try await withCache { cache, _, requests in
            let answer = await recall(cache, body)
            #expect(answer == .nothing)
            #expect(requests.lines.isEmpty)
        }
    }

    @Test(arguments: [
        StubChild.Act.answer("{}", status: 400), .answer("{}", status: 500), .close,
        .answer(#"{"id_slot":0,"n_restored":99,"n_read":1}"#), .answer("no JSON"),
    ])
    func `removes a conversation that the child does not take as it is`(_ act: StubChild.Act) async throws {
        try await withCache(Manners(answers: ["POST /slots/0?action=restore": act])) { cache, shelf, _ in
            let answer = await recall(cache)
            #expect(answer == .failed)
            #expect(shelf.conversations(of: recipe).isEmpty)
        }
    }

    @Test(arguments: ["POST /apply-template", "POST /tokenize", "GET /slots"], [StubChild.Act.close, .answer("[7]")])
    func `lets a request go on when the child does not help`(_ line: String, _ act: StubChild.Act) async throws {
        try await withCache(Manners(answers: [line: act])) { cache, shelf, _ in
            let answer = await recall(cache)
            #expect(answer == .nothing)
            #expect(shelf.conversations(of: recipe).count == 1)
        }
    }

    @Test func `lets a request go on in time when the child is frozen`() async throws {
        let limit = Duration.milliseconds(50)
        try await withCache(Manners(answers: ["POST /apply-template": .stayQuiet]), recallLimit: limit) { cache, _, _ in
            let start = ContinuousClock.now
            let answer = await recall(cache)
            #expect(answer == .nothing)
            #expect(start.duration(to: .now) >= limit)
        }
    }

    @Test func `lets a request go on at once when the run is over`() async throws {
        let shelf = try folder.shelf()
        try await put(on: shelf)
        let upstream = UpstreamPool(to: .unix(path: "\(folder.path)/c.sock"), on: StubChild.group)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let cache = SlotCache(of: recipe, on: shelf, upstream: upstream, loop: StubChild.loop, logger: logger)
        cache.close()
        let answer = await recall(cache)
        #expect(answer == .nothing)
        await cache.run()
        await upstream.close()
    }

    @Test func `gives a recipe up after two conversations of no use`() async throws {
        for isLast in [false, true] {
            try await withCache { cache, shelf, _ in
                let answer = await recall(cache)
                #expect(wasRestored(answer))
                cache.noteRequest(body)
                cache.checkRecall()
                // What is asked is answered in turn, so this tells that the check is done.
                _ = await recall(cache)
                #expect(shelf.conversations(of: recipe).isEmpty)
                #expect(shelf.isFutile(recipe) == isLast)
            }
        }
        try await withCache { cache, _, _ in #expect(!cache.mayRecall(body)) }
    }

    @Test func `keeps what was of use`() async throws {
        try await withCache { cache, shelf, requests in
            _ = await recall(cache)
            cache.noteRequest(body)
            requests.reuse(100)
            cache.checkRecall()
            _ = await recall(cache)
            #expect(shelf.conversations(of: recipe).count == 1)
        }
    }

    @Test func `saves a slot once, with the openings of its requests`() async throws {
        let used = #"[{"id":0,"n_ctx":4096,"is_processing":false,"id_task":3,"n_prompt_tokens":100}]"#
        try await withCache(Manners(slots: used), isShelved: false) { cache, shelf, _ in
            cache.noteRequest(body)
            let report = await cache.saveAll(within: .seconds(60))
            #expect(report.savedCount == 1)
            #expect(report.byteCount == SlotBytes.file(tokens).count)
            await shelf.settle(within: .seconds(60), on: StubChild.loop)
            let opening = try #require(OpeningKey(of: body))
            #expect(shelf.conversations(of: recipe, opening: opening).count == 1)
            let again = await cache.saveAll(within: .seconds(60))
            #expect(again.savedCount == 0)
        }
    }

    @Test(arguments: [
        #"[{"id":0,"n_ctx":4096,"is_processing":true,"id_task":3,"n_prompt_tokens":100}]"#,
        #"[{"id":0,"n_ctx":4096,"is_processing":false,"id_task":3,"n_prompt_tokens":31}]"#,
        #"[{"id":0,"n_ctx":4096,"is_processing":false}]"#,
        #"[{"id":0,"n_ctx":4096,"is_processing":false,"id_task":3,"n_prompt_tokens":100,"#
            + #""params":{"lora":[{"id":0,"scale":0.5}]}}]"#,
    ])
    func `does not save a slot that is busy, short, unused or computed with other adapters`(
        _ slots: String
    ) async throws {
        let adapters = StubChild.Act.answer(#"[{"id":0,"path":"a","scale":1.0}]"#)
        let manners = Manners(answers: ["GET /lora-adapters": adapters], slots: slots)
        try await withCache(manners, isShelved: false) { cache, _, requests in
            let report = await cache.saveAll(within: .seconds(60))
            #expect(report.savedCount == 0)
            #expect(!requests.lines.contains("POST /slots/0?action=save"))
        }
    }

    @Test func `gives up a save that is late, and leaves nothing behind`() async throws {
        let used = #"[{"id":0,"n_ctx":4096,"is_processing":false,"id_task":3,"n_prompt_tokens":100}]"#
        let manners = Manners(answers: ["POST /slots/0?action=save": .stayQuiet], slots: used)
        try await withCache(manners, isShelved: false) { cache, _, _ in
            // Long enough for the save to be asked for on a busy machine.
            let report = await cache.saveAll(within: .seconds(2))
            #expect(report.failedCount == 1)
        }
        #expect(!folder.names.contains { $0.hasSuffix(".part") || $0.hasSuffix(".kv") })
    }

    @Test func `ends a question when its task is cancelled`() async throws {
        try await withCache(Manners(answers: ["GET /slots": .stayQuiet])) { cache, _, _ in
            let asking = Task { try await cache.table(until: .now + .seconds(60)) }
            asking.cancel()
            await #expect(throws: ChildSilence.cancelled) { try await asking.value }
        }
    }
}
