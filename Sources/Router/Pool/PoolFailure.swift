package import Providers

/// Why the pool could not lend a model.
package enum PoolFailure: Error, Hashable, Sendable {
    /// So many requests wait already that no more are taken.
    case queueFull(limit: Int, retryAfter: Duration)
    /// The request waited this long for the model in vain.
    case timedOut(ModelID, waited: Duration, retryAfter: Duration)
    /// Pinned models, these, leave no room for it.
    case allPinned([ModelID])
    /// It takes more bytes than the memory budget has for all models together.
    case tooLarge(ModelID, need: Int, budget: Int)
    /// The model could not be loaded.
    case failedToLoad(ModelID, ProviderFailure)
    /// The model has ended by itself so often in a row that it is left alone for a while.
    case failing(ModelID, ProviderFailure, failures: Int, retryAfter: Duration)
    /// The model was taken out of the configuration while the request waited for it.
    case removed(ModelID)
    /// The pool takes no more requests.
    case shuttingDown
}
