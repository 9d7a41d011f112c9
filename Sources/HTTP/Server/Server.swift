package import NIOCore
import NIOHTTP1
package import NIOPosix
import Synchronization

/// Listens for clients and hands their requests to a handler.
package final class Server: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let limits: ServerLimits
    private let refusal: @Sendable (ServerRefusal) -> ByteBuffer
    private let handler: RequestHandler
    private let sinks: SinkMaker
    private let listeners = Mutex<[any Channel]>([])
    /// Where the clients' connections are.
    private let loops: [ObjectIdentifier: NIOLoopBoundBox<ServerLoop>]
    private let isClosing = Atomic(false)

    /// A server that does not listen yet.
    ///
    /// - Parameters:
    ///   - group: The event loops that carry the connections.
    ///   - limits: What a client may send.
    ///   - refusal: The answer, head and body, to bytes that are no request.
    ///   - sinks: What takes bodies that are too large to be collected; nothing by default.
    ///   - handler: What to do with a request.
    package init(
        on group: MultiThreadedEventLoopGroup,
        limits: ServerLimits = ServerLimits(),
        refusal: @escaping @Sendable (ServerRefusal) -> ByteBuffer,
        sinks: @escaping SinkMaker = { _, _ in nil },
        handler: @escaping RequestHandler
    ) {
        self.sinks = sinks
        self.group = group
        loops = Dictionary(
            uniqueKeysWithValues: group.makeIterator().map { loop in
                (ObjectIdentifier(loop), ServerLoop.bound(to: loop, idleLimit: limits.idle))
            }
        )
        self.limits = limits
        self.refusal = refusal
        self.handler = handler
    }

    /// Listens on an address, and returns the port, which is another one only for port 0.
    ///
    /// - Throws: When the address cannot be listened on, for example because somebody else does.
    package func listen(host: String, port: Int) async throws -> Int {
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 4)
            .childChannelOption(.recvAllocator, value: ReadBuffers.adaptive)
            .childChannelInitializer { client in
                client.eventLoop.makeCompletedFuture { try self.serve(client) }
            }
            .bind(host: host, port: port)
            .get()
        listeners.withLock { $0.append(listener) }
        return listener.localAddress?.port ?? port
    }

    /// Takes no new connections, and closes those that have no request in progress once they are answered.
    package func stopListening() async {
        isClosing.store(true, ordering: .relaxed)
        for listener in listeners.withLock({ $0 }) { try? await listener.close() }
        for loop in loops.values { loop.eventLoop.execute { loop.value.closeIdle() } }
    }

    /// Closes every connection, whatever it does.
    ///
    /// Returns when all are closed.
    package func close() async {
        await stopListening()
        for loop in loops.values {
            // A connection that cannot be closed is closed: there is nothing to be done about the error.
            try? await loop.eventLoop.flatSubmit { loop.value.closeAll() }.get()
        }
    }

    private func serve(_ client: any Channel) throws {
        guard let loop = loops[ObjectIdentifier(client.eventLoop)] else {
            preconditionFailure("a connection of another event loop")
        }
        let connection = ServerConnection(
            of: loop.value,
            limits: limits,
            isClosing: { self.isClosing.load(ordering: .relaxed) },
            refusal: refusal,
            sinks: sinks,
            handler: handler
        )
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes))
        try client.pipeline.syncOperations.addHandlers([decoder, connection])
    }
}
