import Providers
import Schema

@testable import Router

/// What must be true of every decision, and of the pool after every event.
extension PoolSimulation {
    /// The oldest requests of the models that need a slot which no child is leaving yet.
    private var unserved: ArraySlice<Wish> {
        var models: Set<ModelID> = []
        let oldest = wishes.filter { models.insert($0.model).inserted }
        let needy = oldest.filter { (children[$0.model]?.phase ?? .stopping) == .stopping }
        return needy.dropFirst(children.values.count { $0.phase == .stopping })
    }

    private func wish(_ ticket: Ticket) throws(Broken) -> Wish {
        guard let wish = wishes.first(where: { $0.ticket == ticket }) else {
            throw Broken(promise: "every request is answered once, and none that left", time: now)
        }
        return wish
    }

    private func isWanted(_ model: ModelID) -> Bool { wishes.contains { $0.model == model } }

    private func isWarmAndFree(_ model: ModelID, _ child: Child) -> Bool {
        child.phase == .ready && child.leases == 0 && !setting.pinned.contains(model) && !isWanted(model)
    }

    // MARK: Decisions

    func check(_ effect: PoolEffect, after event: PoolEvent, in before: PoolState) throws(Broken) {
        switch effect {
        case .start(let model, let generation, _):
            try require(shutdownSince == nil, "nothing starts after a shutdown")
            try require(children[model] == nil, "a model has one child at most")
            try require(children.count < setting.limits.capacity, "a model is started in a free slot")
            let isNext = wishes.first { children[$0.model] == nil }?.model == model
            try require(isNext, "models are started in the order of their oldest requests")
            let isNew = before.instances.values.allSatisfy { $0.generation < generation }
            try require(isNew, "generations are never used twice")
        case .stop(let model, let generation, let reason):
            try checkStop(model, generation, reason)
        case .grant(let ticket, let model, let generation):
            let wish = try wish(ticket)
            try require(wish.model == model, "a request gets the model that it asked for")
            let child = children[model]
            try require(child?.generation == generation && child?.phase == .ready, "only a running child is lent")
            try checkWait(wish)
            guard before.instances[model]?.phase == .draining else { return }
            if case .asked = event { throw Broken(promise: "no draining child is lent to who comes new", time: now) }
            guard state.instances[model]?.phase == .draining, let next = unserved.first else { return }
            let first = before.waiting.oldest(for: model)?.ticket.number ?? .max
            try require(first < next.ticket.number, "a child that drains on is lent to who came before the other")
        case .refuse(let ticket, let failure):
            let wish = try wish(ticket)
            try checkWait(wish)
            try checkRefusal(wish, failure, after: event)
        }
    }

    private func checkWait(_ wish: Wish) throws(Broken) {
        let isInTime = now - wish.since <= setting.longestWait
        try require(isInTime, "no request waits longer than it takes to serve the others")
    }

    private func checkStop(_ model: ModelID, _ generation: Generation, _ reason: StopReason) throws(Broken) {
        guard let child = children[model], child.generation == generation, child.phase != .stopping else {
            throw Broken(promise: "only a child that runs is stopped", time: now)
        }
        let isGraceOver = shutdownSince.map { $0 + setting.shutdownGrace <= now } ?? false
        try require(child.leases == 0 || isGraceOver, "no child on loan is stopped")
        let isPinned = setting.pinned.contains(model)
        switch reason {
        case .evicted, .drained:
            try require(!isPinned, "no pinned model is evicted")
            try require(child.phase == .ready, "no load is evicted")
            try require(!unserved.isEmpty, "nothing is evicted for nobody")
            let isOldest = children.allSatisfy { !isWarmAndFree($0, $1) || child.lastUsed <= $1.lastUsed }
            try require(isOldest, "the idle model used longest ago is evicted")
            let first = wishes.first { $0.model == model || $0.model == unserved.first?.model }
            try require(first?.model != model, "no model leaves for another that is wanted since later")
        case .unwanted:
            try require(!isPinned && !unserved.isEmpty, "a load is given up for another only")
            try require(child.phase == .loading && !isWanted(model), "no load that somebody waits for is given up")
        case .idle:
            let isDue = child.keepAlive.map { child.lastUsed + $0 <= now } ?? false
            try require(isDue && child.phase == .ready, "a model stays for its keep-alive")
        case .unload:
            try require(!isWanted(model), "no model that somebody waits for is unloaded")
        case .shutdown:
            try require(shutdownSince != nil, "there is no shutdown before the shutdown")
        }
    }

    private func checkRefusal(_ wish: Wish, _ failure: PoolFailure, after event: PoolEvent) throws(Broken) {
        switch failure {
        case .queueFull(let limit, let retryAfter):
            try require(wishes.count > limit, "a request is refused when the queue is full only")
            try require(retryAfter >= .seconds(1), "who is refused is told when to come again")
        case .timedOut(let model, let waited, let retryAfter):
            let isOverdue = now - wish.since >= setting.queueTimeout && waited == .milliseconds(now - wish.since)
            try require(isOverdue && model == wish.model, "a request is refused when it has waited too long only")
            try require(retryAfter >= .seconds(1), "who is refused is told when to come again")
        case .allPinned(let models):
            let isTrue = models.count == setting.limits.capacity && setting.pinned.isSuperset(of: models)
            try require(isTrue && models == children.keys.sorted(), "all slots belong to pinned models when told so")
        case .failedToLoad(let model, _):
            guard case .ended(model, _, .some) = event, wish.model == model else {
                throw Broken(promise: "a failure is told to who waited for that model", time: now)
            }
        case .shuttingDown:
            try require(shutdownSince != nil, "there is no shutdown before the shutdown")
        }
    }

    /// Checks which models were closed to new requests.
    func checkDraining(since before: PoolState) throws(Broken) {
        for (model, child) in children where isDraining(model) && before.instances[model]?.phase == .serving {
            try require(!setting.pinned.contains(model), "no pinned model is closed")
            try require(now - child.readySince >= setting.minResidency, "a busy model stays for its shortest residency")
            let isLongest = children.allSatisfy { other, rival in
                rival.phase != .ready || isDraining(other) || setting.pinned.contains(other)
                    || rival.readySince >= child.readySince
            }
            try require(isLongest, "the model resident longest is closed")
        }
    }

    private func isDraining(_ model: ModelID) -> Bool { state.instances[model]?.phase == .draining }

    // MARK: The pool after an event

    func checkState() throws(Broken) {
        try require(children.count <= setting.limits.capacity, "no more models run than there are slots")
        try require(wishes.count <= setting.limits.queueLimit, "no more requests wait than may")
        try require(state.waiting.count == wishes.count, "the pool knows who waits")
        let knowsChildren = children.count == state.instances.count && children.allSatisfy(isKnown)
        try require(knowsChildren, "the pool knows what runs")
        try checkWake()
        if shutdownSince == nil { try checkProgress() }
    }

    private func isKnown(_ model: ModelID, _ child: Child) -> Bool {
        guard let instance = state.instances[model] else { return false }
        let phase: Child.Phase =
            switch instance.phase {
            case .starting: .loading
            case .serving, .draining: .ready
            case .stopping: .stopping
            }
        return instance.generation == child.generation && instance.leases == child.leases && phase == child.phase
    }

    /// Nobody waits for what could be done now.
    private func checkProgress() throws(Broken) {
        let isServed = wishes.allSatisfy { state.instances[$0.model]?.phase != .serving }
        try require(isServed, "nobody waits for a model that serves")
        let isFull = children.count == setting.limits.capacity
        try require(isFull || wishes.allSatisfy { children[$0.model] != nil }, "no slot is free while a model waits")
        let unserved = unserved
        let draining = state.count(in: .draining)
        let impatient = unserved.count { now - $0.since >= setting.patience }
        try require(draining <= impatient, "one model is closed for each that lost its patience, and no more")
        guard !unserved.isEmpty else { return }
        for (model, child) in children where !setting.pinned.contains(model) && !isWanted(model) {
            try require(child.phase != .loading, "no load that nobody wants goes on while a model waits")
            try require(child.phase != .ready || child.leases > 0, "no model is idle while another waits")
        }
        guard draining < impatient, setting.lateness == 0, state.nextWake.map({ milliseconds($0) > now }) ?? true else {
            return
        }
        let isNoneLeft = children.allSatisfy { model, child in
            child.phase != .ready || setting.pinned.contains(model) || isDraining(model)
                || now - child.readySince < setting.minResidency
        }
        try require(isNoneLeft, "a busy model is closed for each that lost its patience")
    }

    private func checkWake() throws(Broken) {
        let wake = state.nextWake.map { milliseconds($0) }
        if let wake, setting.lateness == 0 {
            try require(wake >= now, "the pool is not woken too late")
        }
        guard shutdownSince == nil else { return }
        if let oldest = wishes.first {
            try require(wake.map { $0 <= oldest.since + setting.queueTimeout } ?? false, "who waits is not forgotten")
        }
        for (model, child) in children where child.phase == .ready && child.leases == 0 {
            guard let keepAlive = child.keepAlive, state.instances[model]?.phase == .serving else { continue }
            try require(wake.map { $0 <= child.lastUsed + keepAlive } ?? false, "a keep-alive is not forgotten")
        }
    }
}
