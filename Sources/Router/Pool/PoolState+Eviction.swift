import Providers
import Schema

/// Who gets room, and who leaves for it.
///
/// Nothing here remembers which room is meant for whom. Models that need some stand in the order of their oldest
/// requests, and none is overtaken by one that needs less. Instances that are stopping make room for those in front;
/// idle ones are stopped, and busy ones drained, for those after them. Too few are topped up, too many are called off,
/// at every event.
extension PoolState {
    /// Brings what runs into line with who waits; `freed` names the model whose slot this event made free.
    mutating func settle(at now: Moment, freedBy freed: ModelID? = nil) -> [PoolEffect] {
        guard shutdownDeadline == nil else { return stopForShutdown(at: now) }
        let started = fillFreeRoom(freedBy: freed, at: now)
        let refused = refuseIfPinnedOut()
        // Who stood behind those may have room.
        guard refused.isEmpty else { return started + refused + settle(at: now) }
        return started + shrink(at: now) + evictIdle(at: now) + drainBusy(at: now)
    }

    func count(in phase: Phase) -> Int {
        instances.values.count { $0.phase == phase }
    }

    private mutating func fillFreeRoom(freedBy freed: ModelID?, at now: Moment) -> [PoolEffect] {
        guard !waiting.isEmpty, instances.count < limits.capacity else { return [] }
        var room = room()
        var effects: [PoolEffect] = []
        for turn in waiting.turns where needsRoom(turn.model) && instances[turn.model] == nil {
            guard room.takeIfFree(appraisals[turn.model]?.footprint) else { break }
            let reason = freed.map { $0 == turn.model ? .freeSlot : .replacing($0) } ?? StartReason.freeSlot
            effects.append(start(turn.model, reason, at: now))
        }
        return effects
    }

    private mutating func refuseIfPinnedOut() -> [PoolEffect] {
        guard !waiting.isEmpty else { return [] }
        let pinned = instances.filter { $1.holdsSlot }.keys.sorted()
        guard !pinned.isEmpty else { return [] }
        let room = room { !$1.holdsSlot }
        let hopeless = waiting.turns.map(\.model).filter { model in
            var room = room
            return needsRoom(model) && !room.takeIfFree(appraisals[model]?.footprint)
        }
        return hopeless.flatMap { refuseWaiters(for: $0, .allPinned(pinned)) }
    }

    // MARK: Idle models

    private mutating func evictIdle(at now: Moment) -> [PoolEffect] {
        var effects: [PoolEffect] = []
        while let turn = unserved(without: { $1.phase == .stopping }) {
            let victims = victims(for: turn)
            guard !victims.isEmpty else { break }
            for victim in victims {
                guard let instance = instances[victim] else { continue }
                effects += stop(victim, instance.reasonToLeave(for: turn.model, at: now))
            }
        }
        return effects
    }

    /// Models that nobody holds and whose room is enough for this turn, the ones used longest ago; none if all of them
    /// together are too small.
    private func victims(for turn: WaitingLine.Turn) -> [ModelID] {
        var chosen: [ModelID] = []
        for candidate in evictable {
            chosen.append(candidate)
            guard isServed(turn, without: chosen) else { continue }
            // A large one that came last may make smaller ones before it needless.
            return chosen.filter { candidate in
                let others = chosen.filter { $0 != candidate }
                guard isServed(turn, without: others) else { return true }
                chosen = others
                return false
            }
        }
        return []
    }

    private func isServed(_ turn: WaitingLine.Turn, without gone: [ModelID]) -> Bool {
        let next = unserved { $1.phase == .stopping || gone.contains($0) }
        return next.map { $0.place > turn.place } ?? true
    }

    /// What can be stopped for another model: first loads that nobody waits for any more, the latest first, then idle
    /// models, the one whose last lease ended longest ago first.
    private var evictable: [ModelID] {
        let loads = instances.filter { isUnwantedLoad($0, $1) }.sorted { $0.value.generation > $1.value.generation }
        let idle = instances.filter { $1.isEvictable }.sorted { $0.value.recency < $1.value.recency }
        return loads.map(\.key) + idle.map(\.key)
    }

    private func isUnwantedLoad(_ model: ModelID, _ instance: Instance) -> Bool {
        instance.phase == .starting && !instance.isPinned && waiting.count(for: model) == 0
    }

    // MARK: Busy models

    private mutating func drainBusy(at now: Moment) -> [PoolEffect] {
        let reopened = reopenNeedless(at: now)
        while let drain = nextDrain, drain.due <= now {
            instances[drain.victim]?.phase = .draining
        }
        // The last one closed may have so much memory that those before it are not needed.
        return reopened + reopenNeedless(at: now)
    }

    private mutating func reopenNeedless(at now: Moment) -> [PoolEffect] {
        var effects: [PoolEffect] = []
        while let model = needlessDrain(at: now) {
            instances[model]?.phase = .serving
            effects += grantWaiters(for: model) + stopIfDone(model, at: now)
        }
        return effects
    }

    /// The busy model resident longest and when it is to be closed to new requests, for the sake of the first model
    /// that nobody is making room for yet; `nil`: all are served, or no busy model may be closed.
    var nextDrain: (victim: ModelID, due: Moment)? {
        guard let turn = unservedAfterDraining() else { return nil }
        return instances.lazy
            .filter { $1.phase == .serving && !$1.isIdle && !$1.isPinned }
            .min { $0.value.residence < $1.value.residence }
            .map { ($0.key, max(turn.since + limits.patience, $0.value.residence.since + limits.minResidency)) }
    }

    /// The first model that gets no room when all have left that are draining or that nobody holds; `opened` is
    /// thought to stay.
    private func unservedAfterDraining(opening opened: ModelID? = nil) -> WaitingLine.Turn? {
        unserved { model, instance in
            guard model != opened else { return false }
            return switch instance.phase {
            case .stopping, .draining: true
            case .serving: instance.isEvictable
            case .starting: isUnwantedLoad(model, instance)
            }
        }
    }

    /// A draining model to be opened again.
    ///
    /// When all whose patience is lost get room without it, it is the one resident for the shortest time; otherwise one
    /// that is wanted for longer than the model that would get its room.
    private func needlessDrain(at now: Moment) -> ModelID? {
        guard instances.values.contains(where: { $0.phase == .draining }) else { return nil }
        let draining = instances.filter { $1.phase == .draining && $1.retirement == nil }
            .sorted { $0.value.residence > $1.value.residence }.map(\.key)
        let needless = draining.first { model in
            guard let turn = unservedAfterDraining(opening: model) else { return true }
            return now - turn.since < limits.patience
        }
        if let needless { return needless }
        guard let next = unserved(without: { $1.phase == .stopping }) else { return nil }
        // Nobody could be lent one in doubt.
        return draining.sorted().first { instances[$0]?.isDoubted == false && isOlder($0, than: next) }
    }

    /// Whether somebody waits for this model since before that turn.
    private func isOlder(_ model: ModelID, than turn: WaitingLine.Turn) -> Bool {
        waiting.oldest(for: model).map { $0.place < turn.place } ?? false
    }

    // MARK: Too many models

    /// Makes models leave that there is no room for: the limits may have been lowered, or a model has grown.
    private mutating func shrink(at now: Moment) -> [PoolEffect] {
        guard mayBeOverdrawn else { return [] }
        var effects: [PoolEffect] = []
        mayBeOverdrawn = false
        while room(without: { $1.isLeaving }).isOverdrawn, instances.values.count(where: { !$0.isLeaving }) > 1 {
            let idle = instances.filter { $1.isEvictable }.min { $0.value.recency < $1.value.recency }
            if let victim = idle?.key {
                effects += stop(victim, instances.count > limits.capacity ? .outdated : .memory)
            } else if let victim = busiestToLeave {
                instances[victim]?.retirement = .outdated
                instances[victim]?.phase = .draining
            } else {
                // Somebody will be idle some time.
                mayBeOverdrawn = true
                break
            }
        }
        return effects
    }

    /// The busy model that was loaded first, when there are more of them than slots.
    ///
    /// One that has merely grown is left to finish: the memory is gone already.
    private var busiestToLeave: ModelID? {
        guard instances.values.count(where: { !$0.isLeaving }) > limits.capacity else { return nil }
        return instances.filter { $1.phase == .serving && !$1.isPinned }
            .min { $0.value.residence < $1.value.residence }?.key
    }
}
