import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import HTTP

/// A server of the module on a free port, for as long as a test runs.
struct LiveServer {
    let server: Server
    let port: Int
    static let group = MultiThreadedEventLoopGroup.singleton
    /// One of its loops, always the same.
    static let loop = group.next()

    static func run(
        limits: ServerLimits = ServerLimits(),
        _ handler: @escaping RequestHandler,
        test: (LiveServer) async throws -> Void
    ) async throws {
        let server = Server(
            on: group,
            limits: limits,
            refusal: { ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n\($0)") },
            handler: handler
        )
        let port = try await server.listen(host: "127.0.0.1", port: 0)
        do {
            try await test(LiveServer(server: server, port: port))
            await server.close()
        } catch {
            await server.close()
            throw error
        }
    }

    /// Connects a client that sees bytes and nothing else.
    func connect() async throws -> RawClient {
        try await RawClient(port: port)
    }
}

/// A client that sends and receives bytes as they are.
final class RawClient: Sendable {
    private let channel: any Channel
    private let received: AsyncStream<ByteBuffer>

    init(port: Int) async throws {
        let (received, inbox) = AsyncStream.makeStream(of: ByteBuffer.self)
        self.received = received
        channel = try await ClientBootstrap(group: LiveServer.group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(inbox))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .get()
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    /// Reads until what has come ends like this, or the connection has ended.
    func read(until end: String) async -> String {
        var text = ""
        for await bytes in received {
            text += String(buffer: bytes)
            if text.hasSuffix(end) { break }
        }
        return text
    }

    /// Reads until the connection ends.
    func readAll() async -> String {
        await received.reduce(into: "") { $0 += String(buffer: $1) }
    }

    func close() async throws {
        try await channel.close()
    }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let inbox: AsyncStream<ByteBuffer>.Continuation

        init(_ inbox: AsyncStream<ByteBuffer>.Continuation) {
            self.inbox = inbox
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            inbox.yield(unwrapInboundIn(data))
        }

        func channelInactive(context: ChannelHandlerContext) {
            inbox.finish()
        }
    }
}
