import Logging
import NIOCore
import Providers
import Schema
import Synchronization

/// From events to decisions, and from decisions to deeds.
extension ModelRouter {
    /// What has to be done outside the lock.
    enum Work {
        case job(Job)
        case readAhead(any Provider)
        case stop(StopSignal)
        case examine(ModelID, Generation, Instance)
        case answer(Ticket, Waiter, Result<Lease, PoolFailure>)
        case takeBack(Lease)
        case call(@Sendable () -> Void)
        case log(Logger.Level, Logger.Message, Logger.Metadata)
        case finish
    }

    /// Tells the pool of an event; `change` goes with it under the same lock.
    func apply(_ event: PoolEvent, with change: (inout sending State, inout [Work]) -> Void = { _, _ in }) {
        let work = state.withLock { state in
            var work: [Work] = []
            change(&state, &work)
            return work + decide(event, &state)
        }
        _ = carryOut(work, here: nil)
    }

    /// Applies an event under the lock and turns the effects into work.
    func decide(_ event: PoolEvent, _ state: inout sending State) -> [Work] {
        let now = ContinuousClock.now
        let effects = state.pool.apply(event, at: now)
        var work: [Work] = []
        for effect in effects { prepare(effect, &state, &work, now) }
        if state.pool.isFinished { work.append(.finish) }
        setAlarm(&state, now)
        return work
    }

    private func prepare(
        _ effect: PoolEffect,
        _ state: inout sending State,
        _ work: inout [Work],
        _ now: ContinuousClock.Instant
    ) {
        switch effect {
        case .inspect(let model, let inspection):
            let provider = state.providers[model] ?? MissingProvider(model: model)
            state.announced.remove(model)
            work.append(.job(.inspect(model, provider, inspection)))
        case .readAhead(let model):
            if let provider = state.providers[model] { work.append(.readAhead(provider)) }
        case .start(let model, let generation, let reason):
            let stop = Stop()
            state.stops[generation] = stop
            let provider = state.providers[model] ?? MissingProvider(model: model)
            if state.announced.remove(model) == nil { publish(.loadStarted(.load), model, now) }
            work.append(.log(.info, "loading", reason.facts(of: model)))
            work.append(.job(.run(model, provider, generation, stop.signal)))
        case .stop(let model, let generation, let reason):
            guard let stop = state.stops[generation] else { return }
            state.stops[generation]?.reason = reason
            if let next = reason.beneficiary, state.announced.insert(next).inserted {
                publish(.loadStarted(.dropAndLoad), next, now)
            }
            work.append(.log(.notice, "stopping", reason.facts(of: model)))
            work.append(.stop(stop.signal))
        case .examine(let model, let generation):
            guard let running = state.running[model], running.generation == generation else { return }
            work.append(.examine(model, generation, running.instance))
        case .grant(let ticket, let model, let generation):
            guard let running = state.running[model] else { return }
            publish(.requestStarted(ticket), model, now)
            let lease = Lease(ticket, model, generation, running.instance, from: self)
            if let waiter = state.waiters.removeValue(forKey: ticket) {
                work.append(.answer(ticket, waiter, .success(lease)))
            } else {
                // Not forgotten here: a lease that ends takes the lock.
                work.append(.takeBack(lease))
            }
        case .refuse(let ticket, let failure):
            if let waiter = state.waiters.removeValue(forKey: ticket) {
                work.append(.answer(ticket, waiter, .failure(failure)))
            }
        }
    }

    /// Tells those who watch; in order, because the lock is held.
    func publish(_ kind: ModelEvent.Kind, _ model: ModelID, _ now: ContinuousClock.Instant) {
        if events.isHeard { events.publish(ModelEvent(model: model, time: now, kind: kind)) }
    }

    /// Does the work in order; returns whether it answered the ticket that was given out here.
    func carryOut(_ work: [Work], here: Ticket?) -> Bool {
        var isAnswered = false
        for item in work {
            switch item {
            case .job(let job): inbox.yield(job)
            case .readAhead(let provider): provider.readAhead()
            case .stop(let signal): signal.give()
            case .examine(let model, let generation, let instance): examine(model, generation, instance)
            case .answer(let ticket, let waiter, let result):
                if ticket == here {
                    isAnswered = true
                    waiter.answer.value(result)
                } else {
                    waiter.loop.execute { waiter.answer.value(result) }
                }
            case .takeBack(let lease): lease.end(.leftAlone)
            case .call(let function): function()
            case .log(let level, let message, let metadata): logger.log(level: level, message, metadata: metadata)
            case .finish: inbox.finish()
            }
        }
        return isAnswered
    }

    /// Sets the timer if the pool wants to be woken earlier than it will be.
    ///
    /// An alarm that is not needed any more is left to ring: a busy pool changes its mind at every request.
    private func setAlarm(_ state: inout sending State, _ now: ContinuousClock.Instant) {
        guard let wake = state.pool.nextWake, state.alarm.map({ wake < $0 }) ?? true else { return }
        state.alarm = wake
        loop.scheduleTask(in: TimeAmount(now.duration(to: wake))) {
            self.apply(.timePassed) { state, _ in
                if state.alarm == wake { state.alarm = nil }
            }
        }
    }
}

/// Stands in for the provider of a model that was removed while somebody asked for it.
struct MissingProvider: Provider {
    let model: ModelID

    func inspect() async throws(ProviderFailure) -> Footprint { throw failure }

    func readAhead() {}

    func run(
        _ model: ModelID,
        until stop: StopSignal,
        report: @escaping @Sendable (ProviderReport) -> Void
    ) async -> ProviderFailure? { failure }

    private var failure: ProviderFailure { .notSpawned(reason: "there is no entry for '\(model)' any more") }
}
