import Providers
import Schema

extension PoolState {
    /// Takes on the operator's new wishes; what they do not concern goes on.
    mutating func reconfigure(_ change: PoolChange, at now: Moment) -> [PoolEffect] {
        adopt(change)
        var effects = change.removed.sorted().flatMap { refuseWaiters(for: $0, .removed($0)) }
        for model in change.changed.union(change.removed).sorted() {
            breakers[model] = nil
            effects += retire(model, .outdated)
            // What was learned of it, or is being looked at, is no longer true.
            if appraisals[model] != nil { effects += inspect(model) }
        }
        return effects + stopExpired(at: now) + settle(at: now)
    }

    private mutating func adopt(_ change: PoolChange) {
        let former = policies
        limits = change.limits
        mayBeOverdrawn = true
        policies = change.policies
        for model in modelsByGeneration {
            let policy = policies[model] ?? Policy()
            // A keep-alive that a request has set stays as long as the operator does not change his mind.
            guard policy != former[model] ?? Policy() else { continue }
            instances[model]?.isPinned = policy.pinned
            instances[model]?.keepAlive = policy.pinned ? .forever : policy.keepAlive
        }
    }

    /// Makes an instance leave as soon as nobody holds it; who asks from now on gets a fresh start.
    mutating func retire(_ model: ModelID, _ reason: StopReason) -> [PoolEffect] {
        guard let instance = instances[model], instance.phase != .stopping else { return [] }
        guard !instance.isIdle else { return stop(model, reason) }
        instances[model]?.retirement = reason
        instances[model]?.phase = .draining
        return []
    }
}
