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
    private let state = Mutex(State())
    /// Read at every answer, so it is not behind the lock.
    private let isClosing = Atomic(false)

    private struct State {
        var listeners: [any Channel] = []
        var clients: [ObjectIdentifier: any Channel] = [:]
    }

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
            .childChannelInitializer { client in
                client.eventLoop.makeCompletedFuture { try self.serve(client) }
            }
            .bind(host: host, port: port)
            .get()
        state.withLock { $0.listeners.append(listener) }
        return listener.localAddress?.port ?? port
    }

    /// Takes no new connections, and closes those that have no request in progress once they are answered.
    package func stopListening() async {
        isClosing.store(true, ordering: .relaxed)
        let (listeners, clients) = state.withLock { ($0.listeners, Array($0.clients.values)) }
        for listener in listeners { try? await listener.close() }
        for client in clients { client.pipeline.fireUserInboundEventTriggered(ServerClosing()) }
    }

    /// Closes every connection, whatever it does.
    ///
    /// Returns when all are closed.
    package func close() async {
        await stopListening()
        let clients = state.withLock { Array($0.clients.values) }
        for client in clients { try? await client.close() }
    }

    /// How many clients are connected.
    package var clientCount: Int { state.withLock { $0.clients.count } }

    private func serve(_ client: any Channel) throws {
        let connection = ServerConnection(
            limits: limits,
            isClosing: { self.isClosing.load(ordering: .relaxed) },
            refusal: refusal,
            sinks: sinks,
            handler: handler
        )
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes))
        try client.pipeline.syncOperations.addHandlers([decoder, connection])
        let id = ObjectIdentifier(client)
        state.withLock { $0.clients[id] = client }
        client.closeFuture.whenComplete { _ in self.state.withLock { $0.clients[id] = nil } }
    }
}

/// Tells a connection that the server takes no more requests.
struct ServerClosing: Sendable {}
