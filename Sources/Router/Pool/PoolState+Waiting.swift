import Providers
import Schema

extension PoolState {
    mutating func ask(
        _ ticket: Ticket,
        for model: ModelID,
        _ keepAlive: KeepAlive?,
        at now: Moment
    ) -> [PoolEffect] {
        guard shutdownDeadline == nil else { return [.refuse(ticket, .shuttingDown)] }
        if let generation = lendWarm(model, keepAlive) { return [.grant(ticket, model, generation)] }
        guard !waiting.contains(ticket) else { return [] }
        if let failure = breaker(for: model, at: now) { return [.refuse(ticket, failure)] }
        guard waiting.count < limits.queueLimit else {
            return [.refuse(ticket, .queueFull(limit: limits.queueLimit, retryAfter: retryAfter(for: model, at: now)))]
        }
        waiting.append(ticket, for: model, keepAlive: keepAlive, at: now)
        return inspectIfWanted(model) + settle(at: now)
    }

    /// Lends a model that is there; `nil` when its next request has to wait, or is refused.
    ///
    /// Nobody else is better or worse off for it, so nothing else has to be decided.
    mutating func lendWarm(_ model: ModelID, _ keepAlive: KeepAlive?) -> Generation? {
        guard shutdownDeadline == nil, let index = instances.index(forKey: model), instances.values[index].isOpen else {
            return nil
        }
        instances.values[index].leases += 1
        if let keepAlive { instances.values[index].keepAlive = keepAlive }
        return instances.values[index].generation
    }

    mutating func leave(_ ticket: Ticket, at now: Moment) -> [PoolEffect] {
        guard let waiter = waiting.remove(ticket) else { return [] }
        forgetIfUnwanted(waiter.model)
        return settle(at: now)
    }

    /// Lends a running model to everybody who waits for it, unless it may be dying.
    mutating func grantWaiters(for model: ModelID) -> [PoolEffect] {
        guard let index = instances.index(forKey: model), instances.values[index].isOpen else { return [] }
        let generation = instances.values[index].generation
        return waiting.removeAll(for: model).map { waiter in
            instances.values[index].leases += 1
            if let keepAlive = waiter.keepAlive { instances.values[index].keepAlive = keepAlive }
            return .grant(waiter.ticket, model, generation)
        }
    }

    mutating func refuseWaiters(for model: ModelID, _ failure: PoolFailure) -> [PoolEffect] {
        appraisals[model] = nil
        return waiting.removeAll(for: model).map { .refuse($0.ticket, failure) }
    }

    mutating func refuseTimedOut(at now: Moment) -> [PoolEffect] {
        var effects: [PoolEffect] = []
        while let waiter = waiting.oldest, now - waiter.since >= limits.queueTimeout {
            _ = waiting.remove(waiter.ticket)
            forgetIfUnwanted(waiter.model)
            let failure = PoolFailure.timedOut(
                waiter.model,
                waited: now - waiter.since,
                retryAfter: retryAfter(for: waiter.model, at: now)
            )
            effects.append(.refuse(waiter.ticket, failure))
        }
        return effects
    }

    /// When a new request for this model may hope to be served, between 1 second and the time it could wait.
    ///
    /// A model that is loading needs the rest of a typical load. Any other waits for its turn: the models that need a
    /// slot, itself included, are served in rounds of as many as there are slots to swap, and a round takes the
    /// patience and a typical load. Leases that last longer than the patience are not foreseen.
    ///
    /// | models that need a slot | slots, of them pinned | typical load | patience | answer |
    /// |---|---|---|---|---|
    /// | 1 | 2, 0 | 4 s | 2 s | 6 s |
    /// | 5 | 2, 0 | 4 s | 2 s | 18 s |
    /// | 5 | 2, 1 | 4 s | 2 s | 30 s |
    /// | loading since 3 s | any | 4 s | 2 s | 1 s |
    func retryAfter(for model: ModelID, at now: Moment) -> Duration {
        let estimate: Duration
        if let instance = instances[model], instance.phase == .starting {
            estimate = typicalLoad - (now - instance.startedAt)
        } else {
            let served = instances.keys.count { waiting.count(for: $0) > 0 && !lacksInstance($0) }
            let isCounted = waiting.count(for: model) > 0 && lacksInstance(model)
            let models = waiting.turns.count - served + (isCounted ? 0 : 1)
            let slots = max(1, limits.capacity - instances.values.count(where: \.holdsSlot))
            estimate = (limits.patience + typicalLoad) * ((models + slots - 1) / slots)
        }
        return max(.seconds(1), min(estimate, limits.queueTimeout))
    }
}
