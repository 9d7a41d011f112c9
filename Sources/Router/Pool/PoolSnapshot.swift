package import Providers

/// What the pool holds at one moment, for listings; nothing is decided by it.
package struct PoolSnapshot: Hashable, Sendable {
    /// One run of one model.
    package struct Instance: Hashable, Sendable {
        /// The model that runs.
        package let model: ModelID
        /// Which run of it this is.
        package let generation: Generation
        /// What it is doing.
        package let phase: PoolState.Phase
        /// Whether it is never evicted for another model.
        package let isPinned: Bool
        /// What it takes: an estimate until it has been measured; `nil` when nobody can tell.
        package let footprint: Footprint?
        /// How many requests hold it.
        package let leases: Int
        /// When its slot was taken.
        package let startedAt: PoolState.Instant
        /// When it became ready; `nil` if it has not been.
        package let loadedAt: PoolState.Instant?
        /// When a request last held it, which is now while it is on loan, else when it became ready; `nil` before.
        package let lastUsed: PoolState.Instant?
        /// When it leaves if nobody asks from `lastUsed` on; `nil`: it stays, or never became ready.
        package let expiry: PoolState.Instant?
    }

    /// The requests that wait for one model.
    package struct Queue: Hashable, Sendable {
        /// The model that they wait for.
        package let model: ModelID
        /// How many they are; at least 1.
        package let count: Int
        /// When the oldest of them came.
        package let since: PoolState.Instant
    }

    /// A model that ended by itself, and has not answered a request since.
    package struct Failing: Hashable, Sendable {
        /// The model.
        package let model: ModelID
        /// How often that happened in a row; at least 1.
        package let failures: Int
        /// Why, the last time.
        package let cause: ProviderFailure
        /// Until when it is left alone; `nil` after a first failure.
        package let openUntil: PoolState.Instant?
    }

    /// The limits that hold.
    package let limits: PoolLimits
    /// Bytes that all instances take together, those of shared files once.
    package let memoryUsed: Int
    /// Every instance that occupies a slot, in the order of their starts.
    package let instances: [Instance]
    /// Every model that somebody waits for, the one with the oldest request first.
    package let waiting: [Queue]
    /// Every model that is failing, in order of names.
    package let failing: [Failing]
}

extension PoolState {
    /// Describes the pool as it is at this time.
    package func snapshot(at now: Instant) -> PoolSnapshot {
        PoolSnapshot(
            limits: limits,
            memoryUsed: memoryUsed,
            instances: instances.map { describe($0, $1, at: now) }.sorted { $0.generation < $1.generation },
            waiting: waiting.turns.map { turn in
                PoolSnapshot.Queue(model: turn.model, count: waiting.count(for: turn.model), since: turn.since.instant)
            },
            failing: breakers.sorted { $0.key < $1.key }.map { model, breaker in
                PoolSnapshot.Failing(
                    model: model,
                    failures: breaker.failures,
                    cause: breaker.cause,
                    openUntil: breaker.openUntil?.instant
                )
            }
        )
    }

    private func describe(_ model: ModelID, _ instance: Instance, at now: Instant) -> PoolSnapshot.Instance {
        let lastUsed = instance.loadedAt.map { _ in instance.isIdle ? instance.lastUsed : Moment(now) }
        return PoolSnapshot.Instance(
            model: model,
            generation: instance.generation,
            phase: instance.phase,
            isPinned: instance.isPinned,
            footprint: footprints[model],
            leases: instance.leases,
            startedAt: instance.startedAt.instant,
            loadedAt: instance.loadedAt?.instant,
            lastUsed: lastUsed?.instant,
            expiry: lastUsed.flatMap { instance.expiry(ifUnusedSince: $0)?.instant }
        )
    }
}
