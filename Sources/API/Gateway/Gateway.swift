import HTTP
package import NIOCore
package import Router

/// Where requests meet the pool: a lease is taken, the child is called, its answer goes to the client.
package struct Gateway: Sendable {
    /// The pool.
    package let router: ModelRouter
    private let silences: [ObjectIdentifier: NIOLoopBoundBox<SilenceWatch>]

    /// A gateway to a pool.
    ///
    /// - Parameters:
    ///   - router: The pool.
    ///   - group: The event loops that requests come on.
    ///   - pingInterval: How long an event stream may be silent before its client gets a comment line; zero for ever.
    package init(to router: ModelRouter, on group: any EventLoopGroup, pingInterval: Duration = .seconds(15)) {
        self.router = router
        let loops = pingInterval > .zero ? Array(group.makeIterator()) : []
        silences = Dictionary(
            uniqueKeysWithValues: loops.map { loop in
                let watch = NIOLoopBoundBox.makeBoxSendingValue(
                    SilenceWatch(on: loop, limit: pingInterval),
                    eventLoop: loop
                )
                return (ObjectIdentifier(loop), watch)
            }
        )
    }

    /// Asks a model for an exchange, on its event loop.
    func ask(_ question: Question, for exchange: Exchange, in dialect: Dialect) {
        Delivery(of: question, to: exchange, in: dialect, through: self).begin()
    }

    /// What looks after the event streams of a loop; `nil` when nothing does.
    func silence(on loop: any EventLoop) -> SilenceWatch? {
        silences[ObjectIdentifier(loop)]?.value
    }
}
