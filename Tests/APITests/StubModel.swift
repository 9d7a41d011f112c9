import HTTP
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Providers
import Router
import Synchronization

@testable import API

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A model whose child writes scripted bytes to every request, and then closes its connection; it calls itself well.
final class StubModel: Provider {
    private let answers: Mutex<[String]>
    private let waitsBeforeLoading: @Sendable () async -> Void

    /// - Parameters:
    ///   - answers: The answers in turn; the last one is given again and again.
    ///   - waitsBeforeLoading: Returns when the model may be loaded.
    init(answers: [String], waitsBeforeLoading: @escaping @Sendable () async -> Void = {}) {
        self.answers = Mutex(answers)
        self.waitsBeforeLoading = waitsBeforeLoading
    }

    convenience init(answer: String) {
        self.init(answers: [answer])
    }

    private func nextAnswer() -> String {
        answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    }

    func inspect() async throws(ProviderFailure) -> Footprint { Footprint(own: 0) }

    func readAhead() {}

    func run(
        _ model: ModelID,
        until stop: StopSignal,
        report: @escaping @Sendable (ProviderReport) -> Void
    ) async
        -> ProviderFailure?
    {
        let group = MultiThreadedEventLoopGroup.singleton
        let path = "/tmp/paddock-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock"
        defer { unlink(path) }
        let (stopped, inbox) = AsyncStream.makeStream(of: Void.self)
        stop.onGiven { inbox.finish() }
        do {
            let listener = try await ServerBootstrap(group: group)
                .childChannelInitializer { child in
                    child.eventLoop.makeCompletedFuture {
                        try child.pipeline.syncOperations.addHandler(Writer(self))
                    }
                }
                .bind(unixDomainSocketPath: path)
                .get()
            await waitsBeforeLoading()
            let upstream = UpstreamPool(to: .unix(path: path), on: group)
            report(.ready(Instance(upstream: upstream, processID: nil, loadDuration: .zero)))
            for await _ in stopped {}
            await upstream.close()
            try await listener.close()
            return nil
        } catch {
            return .notSpawned(reason: "\(error)")
        }
    }

    private final class Writer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let model: StubModel

        init(_ model: StubModel) {
            self.model = model
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let isProbe = String(buffer: unwrapInboundIn(data)).hasPrefix("GET /health ")
            let answer = isProbe ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" : model.nextAnswer()
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
            context.close(promise: nil)
        }
    }

    /// Sends one request to a server for this model, and returns all that comes until the connection ends.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - body: The body; `nil` for a GET.
    ///   - headers: Lines of the request's head, each with its end.
    ///   - config: What the entry of the model says of its file.
    ///   - keys: The keys of the server.
    ///   - pingInterval: How long an event stream may be silent; zero for ever.
    ///   - observe: Told all that has come, whenever more has.
    ///   - rows: Routes that are served besides.
    /// - Returns: All that came.
    /// - Throws: When the server cannot be reached.
    func exchange(
        _ path: String,
        _ body: String?,
        headers: String = "",
        config: String = "model_path: /m.gguf",
        keys: KeyRing = KeyRing(),
        pingInterval: Duration = .zero,
        observe: (String) -> Void = { _ in },
        adding rows: (ModelRouter) -> [Route] = { _ in [] }
    ) async throws -> String {
        let group = MultiThreadedEventLoopGroup.singleton
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let router = ModelRouter(providers: ["m": self], limits: PoolLimits(), loop: group.next(), logger: logger)
        let catalog = try Catalog(
            parsing: Array("models: [{id: m, aliases: [small], config: {\(config)}}]".utf8),
            from: "/m.yaml"
        )
        let gateway = Gateway(to: router, on: group, pingInterval: pingInterval)
        let shelf = ModelShelf(catalog)
        let reloader = Reloader(
            reading: { catalog },
            adopt: { CatalogDifference(from: catalog, to: $0) },
            current: { catalog },
            logger: logger
        )
        let table = RouteTable(
            serving: .both,
            models: shelf,
            gateway: gateway,
            reloader: reloader,
            library: .empty,
            adding: rows(router)
        )
        let binding = Binding(table.routes, to: gateway, keys: keys, logger: logger)
        let server = Server(on: group, refusal: { _ in ByteBuffer() }, handler: binding.answer)
        async let children: Void = router.run()
        let port = try await server.listen(host: "127.0.0.1", port: 0)
        let (received, inbox) = AsyncStream.makeStream(of: String.self)
        let client = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(inbox))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .get()
        let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
        let head = "\(body == nil ? "GET" : "POST") \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(headers)"
        try await client.writeAndFlush(ByteBuffer(string: head + length + "\r\n" + (body ?? ""))).get()
        var text = ""
        for await more in received {
            text += more
            observe(text)
        }
        await server.close()
        router.shutDown()
        await children
        return text
    }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let inbox: AsyncStream<String>.Continuation

        init(_ inbox: AsyncStream<String>.Continuation) {
            self.inbox = inbox
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            inbox.yield(String(buffer: unwrapInboundIn(data)))
        }

        func channelInactive(context: ChannelHandlerContext) {
            inbox.finish()
        }
    }
}
