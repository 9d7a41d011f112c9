package import NIOCore
package import Providers
import Synchronization

/// A running model on loan to one request.
///
/// It cannot be stopped before the loan ends.
package final class Lease: Sendable {
    /// The model.
    package let model: ModelID
    /// How to call it.
    package let instance: Instance
    private let ticket: Ticket
    private let generation: Generation
    private let start = ContinuousClock.now
    private let router: ModelRouter
    private let hasEnded = Atomic(false)

    init(_ ticket: Ticket, _ model: ModelID, _ generation: Generation, _ instance: Instance, from router: ModelRouter) {
        self.ticket = ticket
        self.model = model
        self.generation = generation
        self.instance = instance
        self.router = router
    }

    /// Gives the model back; doing it again changes nothing.
    ///
    /// A lease that is forgotten ends with its last reference.
    ///
    /// - Parameters:
    ///   - end: What came of it.
    ///   - status: The HTTP status that the client got, for those who watch; 0 when it got none.
    package func end(_ end: LeaseEnd, status: Int = 0) {
        guard !hasEnded.exchange(true, ordering: .relaxed) else { return }
        router.takeBack(ticket, model, generation, end, status: status, since: start)
    }

    /// Waits for what becomes of a model whose connection broke: why it ended, or `nil` if it is well or nobody knows
    /// after a second.
    ///
    /// - Parameters:
    ///   - loop: The event loop that the function is called on.
    ///   - explain: Called once.
    package func explain(on loop: any EventLoop, _ explain: @escaping (ProviderFailure?) -> Void) {
        let explanation = NIOLoopBoundBox<((ProviderFailure?) -> Void)?>(explain, eventLoop: loop)
        let tell: @Sendable (ProviderFailure?) -> Void = { failure in
            loop.execute {
                let explain = explanation.value
                explanation.value = nil
                explain?(failure)
            }
        }
        loop.scheduleTask(in: .seconds(1)) { tell(nil) }
        router.listen(for: generation, tell)
    }

    deinit { end(.leftAlone) }
}
