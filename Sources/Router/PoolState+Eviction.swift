import Providers
import Schema

/// Who gets a slot, and who leaves for it.
///
/// Nothing here remembers which slot is meant for whom. Models that need a slot stand in the order of their oldest
/// requests; instances that are stopping cover as many of them from the front, instances that are draining cover as
/// many of those after them. Too few are topped up, too many are called off, at every event.
extension PoolState {
    /// Brings what runs into line with who waits; `freed` names the model whose slot this event made free.
    mutating func settle(at now: Moment, freedBy freed: ModelID? = nil) -> [PoolEffect] {
        guard shutdownDeadline == nil else { return stopForShutdown(at: now) }
        return fillFreeSlots(freedBy: freed, at: now) + refuseIfAllPinned() + evictIdle(at: now) + drainBusy(at: now)
    }

    /// Whether a model, if somebody waits for it, has no instance that could serve it.
    func needsSlot(_ model: ModelID) -> Bool {
        instances[model].map { $0.phase == .stopping } ?? true
    }

    func count(in phase: Phase) -> Int {
        instances.values.count { $0.phase == phase }
    }

    /// The model that waits for a slot that nobody is leaving yet, with this many such models ahead of it.
    ///
    /// It looks at no more models than there are slots and models ahead.
    func unserved(ahead: Int = 0) -> WaitingLine.Turn? {
        var ahead = ahead + count(in: .stopping)
        for turn in waiting.turns where needsSlot(turn.model) {
            guard ahead > 0 else { return turn }
            ahead -= 1
        }
        return nil
    }

    private mutating func fillFreeSlots(freedBy freed: ModelID?, at now: Moment) -> [PoolEffect] {
        var effects: [PoolEffect] = []
        while instances.count < limits.capacity, let turn = waiting.turns.first(where: { instances[$0.model] == nil }) {
            let reason = freed.map { $0 == turn.model ? .freeSlot : .replacing($0) } ?? StartReason.freeSlot
            effects.append(start(turn.model, reason, at: now))
        }
        return effects
    }

    private mutating func refuseIfAllPinned() -> [PoolEffect] {
        guard !waiting.isEmpty, instances.count == limits.capacity, instances.values.allSatisfy(\.holdsSlot) else {
            return []
        }
        let pinned = instances.keys.sorted()
        return waiting.turns.map(\.model).filter(needsSlot).flatMap { refuseWaiters(for: $0, .allPinned(pinned)) }
    }

    // MARK: Idle models

    private mutating func evictIdle(at now: Moment) -> [PoolEffect] {
        var effects: [PoolEffect] = []
        while let turn = unserved(), let victim = unwantedLoad ?? idleVictim {
            effects += stop(victim.model, victim.instance.reasonToLeave(for: turn.model, at: now))
        }
        return effects
    }

    /// The latest of the loads that nobody waits for any more.
    private var unwantedLoad: (model: ModelID, instance: Instance)? {
        instances.lazy
            .filter { $1.phase == .starting && !$1.isPinned && waiting.count(for: $0) == 0 }
            .max { $0.value.generation < $1.value.generation }
            .map { ($0.key, $0.value) }
    }

    /// The idle model whose last lease ended longest ago.
    private var idleVictim: (model: ModelID, instance: Instance)? {
        instances.lazy
            .filter { $1.isReady && $1.isIdle && !$1.isPinned }
            .min { $0.value.recency < $1.value.recency }
            .map { ($0.key, $0.value) }
    }

    // MARK: Busy models

    private mutating func drainBusy(at now: Moment) -> [PoolEffect] {
        var effects: [PoolEffect] = []
        while let model = needlessDrain(at: now) {
            instances[model]?.phase = .serving
            effects += grantWaiters(for: model)
        }
        while let drain = nextDrain, drain.due <= now {
            instances[drain.victim]?.phase = .draining
        }
        return effects
    }

    /// The busy model resident longest and when it is to be closed to new requests, for the sake of the first model
    /// that nobody is leaving a slot for; `nil`: all are served, or no busy model may be closed.
    var nextDrain: (victim: ModelID, due: Moment)? {
        guard let turn = unserved(ahead: count(in: .draining)) else { return nil }
        return instances.lazy
            .filter { $1.phase == .serving && !$1.isIdle && !$1.isPinned }
            .min { $0.value.residence < $1.value.residence }
            .map { ($0.key, max(turn.since + limits.patience, $0.value.residence.since + limits.minResidency)) }
    }

    /// A draining model to be opened again.
    ///
    /// When more are draining than models have lost their patience, it is the one resident for the shortest time;
    /// otherwise one that is wanted for longer than the model that would get its slot.
    private func needlessDrain(at now: Moment) -> ModelID? {
        let draining = instances.lazy.filter { $1.phase == .draining }
        guard !draining.isEmpty else { return nil }
        guard
            let next = unserved(),
            let last = unserved(ahead: draining.count - 1),
            now - last.since >= limits.patience
        else {
            return draining.max { $0.value.residence < $1.value.residence }?.key
        }
        return draining.map(\.key).sorted().first { isOlder($0, than: next) }
    }

    /// Whether somebody waits for this model since before that turn.
    private func isOlder(_ model: ModelID, than turn: WaitingLine.Turn) -> Bool {
        waiting.oldest(for: model).map { $0.place < turn.place } ?? false
    }
}
