import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import HTTP

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct `Upstream pool` {
    @Test func `uses a connection again`() async throws {
        let script = Script([.answer, .answer])
        try await script.run { pool in
            try await expect(pool, { $0 == "200 ok" })
            try await expect(pool, { $0 == "200 ok" })
        }
        #expect(script.connections == 1)
    }

    @Test func `sends a request again that met a connection closed in the meantime`() async throws {
        let script = Script([.answer, .close, .answer])
        try await script.run { pool in
            try await expect(pool, { $0 == "200 ok" })
            try await expect(pool, { $0 == "200 ok" })
        }
        #expect(script.connections == 2)
    }

    @Test func `tells of a connection that ends before the answer on its first request`() async throws {
        let script = Script([.close])
        try await script.run { pool in try await expect(pool) { $0 == "connectionLost" } }
    }

    @Test func `tells of an answer that breaks off`() async throws {
        let script = Script([.breakOff])
        try await script.run { pool in try await expect(pool) { $0 == "200 connectionLost" } }
    }

    @Test func `closes the connection of a cancelled call at once, though the upstream is silent`() async throws {
        let script = Script([.stayQuiet])
        try await script.run { pool in
            let loop = LiveServer.loop
            let receiver = NIOLoopBoundBox.makeEmptyBox(valueType: Recorder.self, eventLoop: loop)
            let call = NIOLoopBoundBox.makeEmptyBox(valueType: UpstreamCall.self, eventLoop: loop)
            try await loop.submit {
                receiver.value = Recorder { _ in }
                guard let recorder = receiver.value else { return }
                call.value = pool.call(ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n"), on: loop, receiver: recorder)
            }.get()
            for await _ in script.requests { break }
            try await loop.submit { call.value?.cancel() }.get()
            for await _ in script.ends { break }
        }
    }

    @Test func `closes what is open when it is closed, and refuses what comes after`() async throws {
        let script = Script([.stayQuiet])
        try await script.run { pool in
            async let answer = ask(pool)
            for await _ in script.requests { break }
            await pool.close()
            let text = try await answer
            #expect(text == "connectionLost")
            try await expect(pool, { $0.hasPrefix("notConnected") })
        }
    }

    private func expect(_ pool: UpstreamPool, _ isRight: (String) -> Bool) async throws {
        let answer = try await ask(pool)
        #expect(isRight(answer), "\(answer)")
    }

    /// Sends a request, and returns status and body, or what went wrong.
    private func ask(_ pool: UpstreamPool) async throws -> String {
        let loop = LiveServer.loop
        let box = NIOLoopBoundBox.makeEmptyBox(valueType: Recorder.self, eventLoop: loop)
        return try await loop.flatSubmit {
            let promise = loop.makePromise(of: String.self)
            let recorder = Recorder { promise.succeed($0) }
            box.value = recorder
            _ = pool.call(ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n"), on: loop, receiver: recorder)
            return promise.futureResult
        }.get()
    }
}

/// Writes down what it receives.
private final class Recorder: UpstreamReceiver {
    private var text = ""
    private let done: (String) -> Void

    init(done: @escaping (String) -> Void) {
        self.done = done
    }

    func receive(head: UpstreamHead) -> Bool {
        text = "\(head.status) "
        return false
    }

    func receive(payload: ByteBuffer) { text += String(buffer: payload) }
    func receive(chunks: ByteBuffer) { text += String(buffer: chunks) }
    func receivedAll() -> Bool { true }
    func receivedEnd() { done(text) }
    func receive(failure: UpstreamFailure, isInsideChunk: Bool) {
        // What had come of a body that broke off is no answer.
        done((text.isEmpty ? "" : String(text.prefix(4))) + "\(failure)")
    }
}

/// An upstream on a unix socket that does with each request what stands next in a list.
private final class Script: Sendable {
    enum Act: Sendable {
        case answer, breakOff, close, stayQuiet
    }

    let requests: AsyncStream<Void>
    let ends: AsyncStream<Void>
    private let requestInbox: AsyncStream<Void>.Continuation
    private let endInbox: AsyncStream<Void>.Continuation
    private let state: Mutex<(acts: [Act], connections: Int)>

    init(_ acts: [Act]) {
        state = Mutex((acts, 0))
        (requests, requestInbox) = AsyncStream.makeStream()
        (ends, endInbox) = AsyncStream.makeStream()
    }

    /// How many connections have been made.
    var connections: Int { state.withLock { $0.connections } }

    func run(_ test: (UpstreamPool) async throws -> Void) async throws {
        let path = "/tmp/paddock-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock"
        let listener = try await ServerBootstrap(group: LiveServer.group)
            .childChannelInitializer { client in
                client.eventLoop.makeCompletedFuture {
                    self.state.withLock { $0.connections += 1 }
                    client.closeFuture.whenComplete { _ in self.endInbox.yield() }
                    try client.pipeline.syncOperations.addHandler(Player(self))
                }
            }
            .bind(unixDomainSocketPath: path)
            .get()
        // A busy machine may take its time between two requests.
        let pool = UpstreamPool(to: .unix(path: path), on: LiveServer.group, idleLimit: .minutes(5))
        defer { unlink(path) }
        do { try await test(pool) } catch {
            await pool.close()
            try await listener.close()
            throw error
        }
        await pool.close()
        try await listener.close()
    }

    private final class Player: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let script: Script

        init(_ script: Script) {
            self.script = script
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let act = script.state.withLock { $0.acts.isEmpty ? .close : $0.acts.removeFirst() }
            switch act {
            case .answer: write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", context)
            case .breakOff:
                write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", context)
                context.close(promise: nil)
            case .close: context.close(promise: nil)
            case .stayQuiet: break
            }
            script.requestInbox.yield()
        }

        private func write(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
    }
}
