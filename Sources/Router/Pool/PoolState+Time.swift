import Providers
import Schema

extension PoolState {
    /// When ``PoolEvent/timePassed`` is due; `nil`: nothing is waiting for time.
    ///
    /// It looks at every instance and at no more waiting models than there are slots.
    package var nextWake: Instant? { wake?.instant }

    private var wake: Moment? {
        if let shutdownDeadline {
            return instances.values.contains { $0.phase != .stopping } ? shutdownDeadline : nil
        }
        var next = waiting.turns.first.map { $0.since + limits.queueTimeout }
        for expiry in instances.values.lazy.compactMap(\.expiry) {
            next = next.map { min($0, expiry) } ?? expiry
        }
        guard let drain = nextDrain?.due else { return next }
        return next.map { min($0, drain) } ?? drain
    }

    /// Stops idle instances whose keep-alive has passed.
    mutating func stopExpired(at now: Moment) -> [PoolEffect] {
        modelsByGeneration.flatMap { stopIfDone($0, at: now) }
    }

    /// Stops an instance that nobody holds, if it is to leave or its keep-alive has passed.
    mutating func stopIfDone(_ model: ModelID, at now: Moment) -> [PoolEffect] {
        guard let instance = instances[model] else { return [] }
        if let reason = instance.retirement, instance.isIdle, instance.phase == .draining { return stop(model, reason) }
        guard let expiry = instance.expiry, expiry <= now else { return [] }
        return stop(model, .idle)
    }

    mutating func shutDown(at now: Moment) -> [PoolEffect] {
        guard shutdownDeadline == nil else { return [] }
        shutdownDeadline = now + limits.shutdownGrace
        return waiting.turns.map(\.model).flatMap { refuseWaiters(for: $0, .shuttingDown) } + settle(at: now)
    }

    /// Stops what nobody holds, and everything once the grace has passed.
    mutating func stopForShutdown(at now: Moment) -> [PoolEffect] {
        let isOver = shutdownDeadline.map { $0 <= now } ?? false
        return modelsByGeneration.flatMap { model in
            guard let instance = instances[model], instance.phase != .stopping, instance.isIdle || isOver else {
                return [PoolEffect]()
            }
            return stop(model, .shutdown)
        }
    }

    /// Models that occupy a slot, in the order of their starts, for effects must not depend on a dictionary's order.
    var modelsByGeneration: [ModelID] {
        instances.sorted { $0.value.generation < $1.value.generation }.map(\.key)
    }
}
