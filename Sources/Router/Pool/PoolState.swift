package import Providers
package import Schema

/// Decides which models run, who waits and who leaves.
///
/// It knows no task, process or clock: events go in with the time, effects come out in the order in which they must be
/// carried out. A request for a model that serves, and its return, cost the same however many models and requests
/// there are.
package struct PoolState: Sendable {
    package typealias Instant = ContinuousClock.Instant

    /// What an operator wishes for one model.
    package struct Policy: Hashable, Sendable {
        /// Whether it is never evicted for another model; `false` by default.
        package var pinned: Bool
        /// How long it stays after its last request; 5 minutes by default.
        ///
        /// A pinned model stays forever. A request may say otherwise for the instance that runs.
        package var keepAlive: KeepAlive

        /// States a wish; what is left out has its default.
        package init(pinned: Bool = false, keepAlive: KeepAlive = .duration(.seconds(300))) {
            self.pinned = pinned
            self.keepAlive = keepAlive
        }
    }

    var limits: PoolLimits
    var policies: [ModelID: Policy]
    /// At most one per model; never more than the capacity, unless that was lowered while they ran.
    var instances: [ModelID: Instance] = [:]
    /// What each instance takes: an estimate until it has been measured.
    ///
    /// Kept apart from the instances, which are read at every request.
    var footprints: [ModelID: Footprint] = [:]
    var waiting = WaitingLine()
    /// What is known of models that wait for an instance.
    var appraisals: [ModelID: Appraisal] = [:]
    /// Models that ended by themselves and have not answered a request since.
    var breakers: [ModelID: Breaker] = [:]
    /// How long a load takes: a guess at first, moved a quarter of the way by every load that was seen.
    var typicalLoad = Duration.seconds(5)
    /// Whether models may have outgrown their room since that was last looked at; requests should not pay for the look.
    var mayBeOverdrawn = false
    /// When leases end by force; set once a shutdown began.
    var shutdownDeadline: Moment?
    var lastInspection: UInt64 = 0
    private var lastGeneration: UInt64 = 0

    /// Makes an empty pool; models without a policy of their own get the default one.
    package init(limits: PoolLimits, policies: [ModelID: Policy] = [:]) {
        self.limits = limits
        self.policies = policies
    }

    /// Whether the pool was shut down and its last child has gone.
    package var isFinished: Bool { shutdownDeadline != nil && instances.isEmpty }

    /// Decides what follows from an event; `now` never runs backwards.
    package mutating func apply(_ event: PoolEvent, at now: Instant) -> [PoolEffect] {
        let now = Moment(now)
        return switch event {
        case .asked(let ticket, let model, let keepAlive): ask(ticket, for: model, keepAlive, at: now)
        case .left(let ticket): leave(ticket, at: now)
        case .returned(let model, let generation, let end): takeBack(model, generation, end, at: now)
        case .unloadAsked(let model): unload(model, at: now)
        case .inspected(let model, let inspection, let result): appraise(model, inspection, result, at: now)
        case .ready(let model, let generation): open(model, generation, at: now)
        case .measured(let model, let generation, let footprint): note(footprint, of: model, generation, at: now)
        case .foundWell(let model, let generation): trust(model, generation, at: now)
        case .ended(let model, let generation, let failure): bury(model, generation, failure, at: now)
        case .reconfigured(let change): reconfigure(change, at: now)
        case .timePassed: stopExpired(at: now) + refuseTimedOut(at: now) + settle(at: now)
        case .shutdown: shutDown(at: now)
        }
    }

    private mutating func takeBack(
        _ model: ModelID,
        _ generation: Generation,
        _ end: LeaseEnd,
        at now: Moment
    ) -> [PoolEffect] {
        guard let index = index(of: model, generation), instances.values[index].leases > 0 else { return [] }
        instances.values[index].leases -= 1
        let examination = end == .lost ? doubt(model) : []
        if end == .served, !breakers.isEmpty { breakers[model] = nil }
        guard instances.values[index].isIdle else { return examination }
        instances.values[index].lastUsed = now
        return examination + stopIfDone(model, at: now) + settle(at: now)
    }

    private mutating func unload(_ model: ModelID, at now: Moment) -> [PoolEffect] {
        if instances[model]?.phase == .starting, waiting.count(for: model) > 0 {
            // Who waits for the load is served by it first.
            instances[model]?.retirement = .unload
            return settle(at: now)
        }
        return retire(model, .unload) + settle(at: now)
    }

    private mutating func open(_ model: ModelID, _ generation: Generation, at now: Moment) -> [PoolEffect] {
        guard let index = index(of: model, generation), instances.values[index].phase == .starting else { return [] }
        typicalLoad += (now - instances.values[index].startedAt - typicalLoad) / 4
        instances.values[index].phase = .serving
        instances.values[index].loadedAt = now
        instances.values[index].lastUsed = now
        let granted = grantWaiters(for: model)
        if instances.values[index].retirement != nil { instances.values[index].phase = .draining }
        return granted + stopIfDone(model, at: now) + settle(at: now)
    }

    /// The run of a model that occupies a slot; `nil` when there is none.
    func generation(of model: ModelID) -> Generation? { instances[model]?.generation }

    func index(of model: ModelID, _ generation: Generation) -> Dictionary<ModelID, Instance>.Index? {
        guard let index = instances.index(forKey: model), instances.values[index].generation == generation else {
            return nil
        }
        return index
    }

    /// Takes room, which must be free.
    mutating func start(_ model: ModelID, _ reason: StartReason, at now: Moment) -> PoolEffect {
        lastGeneration += 1
        let generation = Generation(number: lastGeneration)
        let appraisal = appraisals.removeValue(forKey: model)
        footprints[model] = appraisal?.footprint
        instances[model] = Instance(
            generation,
            policies[model] ?? Policy(),
            isSecondTry: appraisal?.isSecondTry ?? false,
            at: now
        )
        return .start(model, generation, reason)
    }

    /// Tells a child to leave; whoever waits for it gets a fresh start.
    mutating func stop(_ model: ModelID, _ reason: StopReason) -> [PoolEffect] {
        guard let generation = instances[model]?.generation else { return [] }
        instances[model]?.phase = .stopping
        return [.stop(model, generation, reason)] + inspectIfWanted(model)
    }
}
