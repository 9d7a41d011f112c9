import NIOCore

/// The clients' connections of one event loop, and belongs to it.
///
/// One timer looks for those that have been idle for too long: one for each would be set, cancelled and kept in memory
/// by every connection.
final class ServerLoop {
    private let loop: any EventLoop
    private let idleLimit: TimeAmount
    private var connections: [ObjectIdentifier: ServerConnection] = [:]
    private var isTicking = false

    private init(on loop: any EventLoop, idleLimit: TimeAmount) {
        self.loop = loop
        self.idleLimit = idleLimit
    }

    /// The connections of a loop, none yet; those without a request are closed after the limit or an eighth later.
    static func bound(to loop: any EventLoop, idleLimit: TimeAmount) -> NIOLoopBoundBox<ServerLoop> {
        // Built off the loop, used on it only.
        NIOLoopBoundBox.makeBoxSendingValue(ServerLoop(on: loop, idleLimit: idleLimit), eventLoop: loop)
    }

    func add(_ connection: ServerConnection) {
        connections[ObjectIdentifier(connection)] = connection
        tick()
    }

    func remove(_ connection: ServerConnection) {
        connections[ObjectIdentifier(connection)] = nil
    }

    /// Closes the connections that have no request.
    func closeIdle() {
        for connection in connections.values { connection.closeIfIdle() }
    }

    /// Closes every connection, whatever it does.
    func closeAll() -> EventLoopFuture<Void> {
        EventLoopFuture.andAllComplete(connections.values.compactMap { $0.closed() }, on: loop)
    }

    private func tick() {
        guard !isTicking, !connections.isEmpty else { return }
        isTicking = true
        loop.assumeIsolated().scheduleTask(in: .nanoseconds(idleLimit.nanoseconds / 8)) {
            self.isTicking = false
            let oldest = self.loop.now - self.idleLimit
            for connection in self.connections.values { connection.closeIfIdle(since: oldest) }
            self.tick()
        }
    }
}
