package import Providers

/// Why the pool could not lend a model.
package enum PoolFailure: Error, Hashable, Sendable {
    /// So many requests wait already that no more are taken.
    case queueFull(limit: Int, retryAfter: Duration)
    /// The request waited this long for the model in vain.
    case timedOut(ModelID, waited: Duration, retryAfter: Duration)
    /// Every slot belongs to one of these pinned models.
    case allPinned([ModelID])
    /// The model could not be loaded.
    case failedToLoad(ModelID, ProviderFailure)
    /// The pool takes no more requests.
    case shuttingDown
}
