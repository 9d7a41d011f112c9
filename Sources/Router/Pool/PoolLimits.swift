/// How many models run at once, how much memory they take, and how long a request, a model and a shutdown may take.
package struct PoolLimits: Hashable, Sendable {
    /// The most models that occupy a slot; at least 1, 2 by default.
    package var capacity: Int
    /// The most bytes that models take together; `nil`, the default, for no limit.
    package var memoryBudget: Int?
    /// The most requests that wait at once, for all models together; at least 1, 512 by default.
    package var queueLimit: Int
    /// How long a request waits before it is refused; 5 minutes by default.
    package var queueTimeout: Duration
    /// How long a model waits for a slot before a busy one is closed to new requests; 2 seconds by default.
    package var patience: Duration
    /// How long a busy model is safe from being closed after it was loaded; 1 second by default.
    package var minResidency: Duration
    /// How long running requests may go on after a shutdown began; 10 seconds by default.
    package var shutdownGrace: Duration

    /// Sets limits; what is left out has its default.
    package init(
        capacity: Int = 2,
        memoryBudget: Int? = nil,
        queueLimit: Int = 512,
        queueTimeout: Duration = .seconds(300),
        patience: Duration = .seconds(2),
        minResidency: Duration = .seconds(1),
        shutdownGrace: Duration = .seconds(10)
    ) {
        self.capacity = capacity
        self.memoryBudget = memoryBudget
        self.queueLimit = queueLimit
        self.queueTimeout = queueTimeout
        self.patience = patience
        self.minResidency = minResidency
        self.shutdownGrace = shutdownGrace
    }
}
