import Providers
import Router
import Schema

extension PoolAnswer {
    /// Puts a snapshot into words.
    init(_ snapshot: PoolSnapshot, _ models: [Router.ModelEntry], instance: (ModelID) -> Instance?) {
        self.init()
        self.maxLoadedModels = snapshot.limits.capacity
        self.memoryBudget = snapshot.limits.memoryBudget
        self.memoryUsed = snapshot.memoryUsed
        self.waiting = snapshot.waiting.reduce(0) { $0 + $1.count }
        let now = ContinuousClock.now
        self.models = models.map { model in
            let run = snapshot.instances.first { $0.model == model.id }
            let failing = snapshot.failing.first { $0.model == model.id }
            var pooled = PooledModel(model.id, run, failing, at: now)
            pooled.pinned = model.isPinned
            pooled.waiting = snapshot.waiting.first { $0.model == model.id }?.count ?? 0
            guard let instance = instance(model.id) else { return pooled }
            pooled.pid = instance.processID.map { Int($0) }
            pooled.residentBytes = instance.residentBytes
            pooled.loadSeconds = instance.loadDuration.seconds
            return pooled
        }
    }
}

extension PooledModel {
    fileprivate init(
        _ id: ModelID,
        _ run: PoolSnapshot.Instance?,
        _ failing: PoolSnapshot.Failing?,
        at now: ContinuousClock.Instant
    ) {
        self.init()
        self.id = id.name
        self.leases = run?.leases ?? 0
        self.estimatedBytes = run?.footprint?.total
        self.idleSeconds = run?.lastUsed.map { $0.duration(to: now).seconds }
        self.expiresInSeconds = run?.expiry.map { max(0, now.duration(to: $0).seconds) }
        self.failures = failing?.failures ?? 0
        self.lastFailure = failing.map { "\($0.cause)" }
        let pause = failing?.openUntil.map { now.duration(to: $0) }
        self.retryAfterSeconds = pause.map { max(0, $0.seconds) }
        self.state =
            switch run?.phase {
            case .starting: .loading
            case .serving: .ready
            case .draining: .draining
            case .stopping: .stopping
            case nil: (pause ?? .zero) > .zero ? .failing : .unloaded
            }
    }
}
