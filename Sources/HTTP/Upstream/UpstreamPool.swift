package import NIOCore
import NIOPosix

/// Connections to one upstream, kept apart by event loop so that a request never leaves its own.
package final class UpstreamPool: Sendable {
    private let loops: [ObjectIdentifier: NIOLoopBoundBox<UpstreamLoopPool>]

    /// A pool without connections.
    ///
    /// - Parameters:
    ///   - address: Where the upstream listens.
    ///   - group: The event loops that will call it.
    ///   - idleLimit: How long a connection may be idle and still be used; 4 s by default, for llama-server closes it
    ///     after 5 s, and one that is nearly as old is not worth the race.
    package init(
        to address: UpstreamAddress,
        on group: any EventLoopGroup,
        idleLimit: TimeAmount = .seconds(4)
    ) {
        loops = Dictionary(
            uniqueKeysWithValues: group.makeIterator().map { loop in
                (ObjectIdentifier(loop), UpstreamLoopPool.bound(to: address, on: loop, idleLimit: idleLimit))
            }
        )
    }

    /// Sends a request, on the current event loop, and hands the answer to the receiver on the same one.
    ///
    /// A request that meets a connection which the upstream has closed in the meantime is sent once more on a new one.
    ///
    /// - Parameters:
    ///   - request: Head and body, in one piece or several.
    ///   - loop: The current event loop.
    ///   - receiver: Takes the answer.
    /// - Returns: The call, by which it can be cancelled.
    package func call(
        _ request: [ByteBuffer],
        on loop: any EventLoop,
        receiver: any UpstreamReceiver
    ) -> UpstreamCall {
        let call = UpstreamCall(request: request, receiver: receiver)
        guard let pool = loops[ObjectIdentifier(loop)] else {
            preconditionFailure("the pool was not made for this event loop")
        }
        pool.value.start(call, fresh: false)
        return call
    }

    /// Sends a request that is one piece.
    package func call(_ request: ByteBuffer, on loop: any EventLoop, receiver: any UpstreamReceiver) -> UpstreamCall {
        call([request], on: loop, receiver: receiver)
    }

    /// What happens on all connections now.
    package func activity(on loop: any EventLoop) -> EventLoopFuture<UpstreamActivity> {
        let parts = loops.values.map { pool in pool.eventLoop.submit { pool.value.takeActivity() } }
        return EventLoopFuture.whenAllSucceed(parts, on: loop).map { parts in
            UpstreamActivity(
                callCount: parts.reduce(0) { $0 + $1.callCount },
                hasReceived: parts.contains(where: \.hasReceived)
            )
        }
    }

    /// Closes every connection, calls in progress included, and refuses new ones.
    ///
    /// Returns when all are closed.
    package func close() async {
        for (_, pool) in loops { await pool.closeAll() }
    }
}

/// What happens on the connections to an upstream.
package struct UpstreamActivity: Hashable, Sendable {
    /// Calls that have not been answered completely.
    package let callCount: Int
    /// Whether anything has come to such calls since this was asked last.
    package let hasReceived: Bool
}

extension NIOLoopBoundBox<UpstreamLoopPool> {
    fileprivate func closeAll() async {
        let closed = eventLoop.flatSubmit { self.value.close() }
        // A connection that cannot be closed is closed: there is nothing to be done about the error.
        _ = try? await closed.get()
    }
}

/// The connections of one event loop.
final class UpstreamLoopPool {
    private let address: UpstreamAddress
    private let loop: any EventLoop
    private var idle: [(connection: UpstreamConnection, since: NIODeadline)] = []
    private var open: [ObjectIdentifier: any Channel] = [:]
    private var isClosed = false
    private var hasReceived = false

    private let idleLimit: TimeAmount

    private init(address: UpstreamAddress, loop: any EventLoop, idleLimit: TimeAmount) {
        self.address = address
        self.loop = loop
        self.idleLimit = idleLimit
    }

    static func bound(
        to address: UpstreamAddress,
        on loop: any EventLoop,
        idleLimit: TimeAmount
    ) -> NIOLoopBoundBox<UpstreamLoopPool> {
        // Built off the loop, used on it only.
        let pool = UpstreamLoopPool(address: address, loop: loop, idleLimit: idleLimit)
        return NIOLoopBoundBox.makeBoxSendingValue(pool, eventLoop: loop)
    }

    /// Sends the call on an idle connection, or on a new one.
    func start(_ call: UpstreamCall, fresh: Bool) {
        guard !isClosed else { return call.fail(.notConnected(reason: "the model is being stopped")) }
        let oldest = loop.now - idleLimit
        while !fresh, let (connection, since) = idle.popLast() {
            if since > oldest { return connection.carry(call) }
            connection.abandon()
        }
        connect(for: call)
    }

    func noteReceived() { hasReceived = true }

    func takeActivity() -> UpstreamActivity {
        defer { hasReceived = false }
        return UpstreamActivity(callCount: open.count - idle.count, hasReceived: hasReceived)
    }

    func add(_ connection: UpstreamConnection) {
        idle.append((connection, loop.now))
    }

    func remove(_ connection: UpstreamConnection) {
        idle.removeAll { $0.connection === connection }
        open[ObjectIdentifier(connection)] = nil
    }

    /// Closes every connection and refuses new ones.
    func close() -> EventLoopFuture<Void> {
        isClosed = true
        idle.removeAll()
        let closing = open.values.map { $0.close() }
        return EventLoopFuture.andAllComplete(closing, on: loop)
    }

    private func connect(for call: UpstreamCall) {
        let connection = UpstreamConnection(pool: self)
        let handler = NIOLoopBound(connection, eventLoop: loop)
        ClientBootstrap(group: loop)
            .channelOption(.autoRead, value: false)
            .channelOption(.maxMessagesPerRead, value: 4)
            .channelOption(.recvAllocator, value: ReadBuffers.adaptive)
            .connectTimeout(.seconds(10))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler.value) }
            }
            .connect(to: address)
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .failure(let error): call.fail(.notConnected(reason: "\(error)"))
                case .success(let channel):
                    self.open[ObjectIdentifier(connection)] = channel
                    if call.isCancelled || self.isClosed {
                        channel.close(promise: nil)
                        if self.isClosed { call.fail(.notConnected(reason: "the model is being stopped")) }
                    } else {
                        connection.carry(call)
                    }
                }
            }
    }
}
