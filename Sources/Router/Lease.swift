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
    private let generation: Generation
    private let router: ModelRouter
    private let hasEnded = Atomic(false)

    init(_ model: ModelID, _ generation: Generation, _ instance: Instance, from router: ModelRouter) {
        self.model = model
        self.generation = generation
        self.instance = instance
        self.router = router
    }

    /// Gives the model back; doing it again changes nothing.
    ///
    /// A lease that is forgotten ends with its last reference.
    package func end() {
        guard !hasEnded.exchange(true, ordering: .relaxed) else { return }
        router.takeBack(model, generation)
    }

    deinit { end() }
}
