import Providers

/// What follows when a child dies, or seems to.
extension PoolState {
    /// Counts how often in a row a model has ended by itself without answering a request in between.
    struct Breaker: Sendable {
        var failures = 0
        var cause: ProviderFailure
        /// Until when the model is left alone; `nil` after a first failure.
        var openUntil: Moment?

        /// How long a model is left alone after this many failures: not at all after the first, then from 1 s
        /// doubling to 5 minutes.
        static func pause(after failures: Int) -> Duration? {
            failures < 2 ? nil : min(.seconds(300), .seconds(1 << min(failures - 2, 16)))
        }
    }

    /// Why a model is left alone now; `nil` when it may be tried.
    func breaker(for model: ModelID, at now: Moment) -> PoolFailure? {
        guard !breakers.isEmpty, let breaker = breakers[model], let openUntil = breaker.openUntil, now < openUntil,
            lacksInstance(model)
        else { return nil }
        return .failing(model, breaker.cause, failures: breaker.failures, retryAfter: openUntil - now)
    }

    /// Closes a child to new requests until it is known whether it lives.
    mutating func doubt(_ model: ModelID) -> [PoolEffect] {
        guard let instance = instances[model], !instance.isDoubted, instance.phase != .stopping else { return [] }
        instances[model]?.isDoubted = true
        return [.examine(model, instance.generation)]
    }

    mutating func trust(_ model: ModelID, _ generation: Generation, at now: Moment) -> [PoolEffect] {
        guard let index = index(of: model, generation), instances.values[index].isDoubted else { return [] }
        instances.values[index].isDoubted = false
        return grantWaiters(for: model) + stopIfDone(model, at: now) + settle(at: now)
    }

    mutating func bury(
        _ model: ModelID,
        _ generation: Generation,
        _ failure: ProviderFailure?,
        at now: Moment
    ) -> [PoolEffect] {
        guard let index = index(of: model, generation) else { return [] }
        let instance = instances.remove(at: index).value
        let footprint = footprints.removeValue(forKey: model)
        var effects: [PoolEffect] = []
        // One that was told to stop may report a failure as well; whoever asked since gets a fresh start.
        if let failure, instance.phase != .stopping {
            note(failure, of: model, at: now)
            effects = tellWaiters(of: model, failure, instance, footprint, at: now)
        }
        return effects + inspectIfWanted(model) + settle(at: now, freedBy: model)
    }

    private mutating func note(_ failure: ProviderFailure, of model: ModelID, at now: Moment) {
        var breaker = breakers[model] ?? Breaker(cause: failure)
        breaker.failures += 1
        breaker.cause = failure
        breaker.openUntil = Breaker.pause(after: breaker.failures).map { now + $0 }
        breakers[model] = breaker
    }

    /// A failed load is told to who waited for it; who waits for a child that died gets a fresh one.
    private mutating func tellWaiters(
        of model: ModelID,
        _ failure: ProviderFailure,
        _ instance: Instance,
        _ footprint: Footprint?,
        at now: Moment
    ) -> [PoolEffect] {
        guard instance.phase == .starting else {
            return breaker(for: model, at: now).map { refuseWaiters(for: model, $0) } ?? []
        }
        if failure.isOutOfMemory, !instance.isSecondTry, waiting.count(for: model) > 0, let victim = memoryVictim {
            lastInspection += 1
            appraisals[model] = Appraisal(
                inspection: Inspection(number: lastInspection),
                footprint: footprint,
                predecessor: instances[victim]?.generation,
                isSecondTry: true
            )
            return stop(victim, instances[victim]?.reasonToLeave(for: model, at: now) ?? .memory)
        }
        return refuseWaiters(for: model, .failedToLoad(model, failure))
    }

    /// The idle model used longest ago.
    private var memoryVictim: ModelID? {
        instances.filter { $1.isEvictable }.min { $0.value.recency < $1.value.recency }?.key
    }
}
