import HTTP
import NIOCore
package import Router

/// Where requests meet the pool: a lease is taken, the child is called, its answer goes to the client.
package struct Gateway: Sendable {
    /// The pool.
    package let router: ModelRouter

    /// A gateway to a pool.
    package init(to router: ModelRouter) {
        self.router = router
    }

    /// Asks a model for an exchange, on its event loop.
    func ask(_ question: Question, for exchange: Exchange, in dialect: Dialect) {
        Delivery(of: question, to: exchange, in: dialect).begin(with: router)
    }
}
