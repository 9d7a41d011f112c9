import Providers
import Schema

extension PoolState {
    /// What an instance is doing, from the decision to start it until it has been reaped.
    ///
    ///     starting ── ready ──▶ serving ── closed for another ──▶ draining
    ///        │                    │   ◀── called off ──────────    │
    ///        ╰───────────────┬────┴────────────────────────────────╯
    ///                        ▼ stop
    ///                    stopping
    ///
    /// From every phase it may end, and is gone.
    package enum Phase: String, Hashable, Sendable {
        /// It is loading. Requests wait.
        case starting
        /// It is lent to whoever asks.
        case serving
        /// Its leases go on, but requests wait: it leaves when the last lease ends, for another needs its room, its entry
        /// has changed, or somebody wants it gone.
        case draining
        /// It was told to leave. Requests wait for a new start.
        case stopping
    }

    /// One run of one model; it occupies a slot for as long as it exists.
    struct Instance: Sendable {
        let generation: Generation
        var isPinned: Bool
        let startedAt: Moment
        var keepAlive: KeepAlive
        var phase = Phase.starting
        var leases = 0
        /// Whether a connection to it broke, and nobody knows yet whether it lives; requests wait.
        var isDoubted = false
        /// Why it leaves after its leases whatever happens; `nil`: it may stay.
        var retirement: StopReason?
        /// Whether an earlier load of it failed for memory.
        let isSecondTry: Bool
        /// When it became ready; `nil` if it has not been.
        var loadedAt: Moment?
        /// When its last lease ended, else when it became ready; while it is loading, when it was started.
        var lastUsed: Moment

        init(_ generation: Generation, _ policy: Policy, isSecondTry: Bool = false, at now: Moment) {
            self.generation = generation
            self.isSecondTry = isSecondTry
            isPinned = policy.pinned
            keepAlive = policy.pinned ? .forever : policy.keepAlive
            startedAt = now
            lastUsed = now
        }

        /// Whether nobody holds it; true of one that is loading as well.
        var isIdle: Bool { leases == 0 }

        /// Whether it is lent to whoever asks.
        var isOpen: Bool { phase == .serving && !isDoubted }

        /// Whether it is loaded, nobody holds it, and it may be stopped for another model.
        var isEvictable: Bool { (phase == .serving || phase == .draining) && isIdle && !isPinned && !isDoubted }

        /// Whether its room will be free without anybody doing more.
        var isLeaving: Bool { phase == .stopping || retirement != nil }

        /// Whether its room is out of reach for other models.
        var holdsSlot: Bool { isPinned && !isLeaving && keepAlive != .duration(.zero) }

        /// Orders instances by their last use; the generation settles a tie.
        var recency: (lastUsed: Moment, generation: Generation) { (lastUsed, generation) }

        /// Orders instances by the time for which they have been loaded; the generation settles a tie.
        var residence: (since: Moment, generation: Generation) { (loadedAt ?? startedAt, generation) }

        /// When its keep-alive passes; `nil`: never, or not while it is loading or on loan.
        var expiry: Moment? {
            isOpen && isIdle ? expiry(ifUnusedSince: lastUsed) : nil
        }

        /// When its keep-alive passes if it was last used at this time; `nil`: never.
        func expiry(ifUnusedSince time: Moment) -> Moment? {
            guard case .duration(let duration) = keepAlive else { return nil }
            return time + duration
        }

        /// Why it has to make room, as its phase tells.
        func reasonToLeave(for model: ModelID, at now: Moment) -> StopReason {
            switch phase {
            case .starting: .unwanted(for: model)
            case .serving, .stopping: .evicted(for: model, idle: now - lastUsed)
            case .draining: .drained(for: model)
            }
        }
    }
}
