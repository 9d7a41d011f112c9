import Providers
import Schema

@testable import Router

/// What must be true of every decision, and of the pool after every event.
extension PoolSimulation {
    /// The oldest requests of the models that need a slot which no child is leaving yet.
    private var unserved: ArraySlice<Wish> {
        var models: Set<ModelID> = []
        let oldest = wishes.filter { models.insert($0.model).inserted }
        let needy = oldest.filter {
            (children[$0.model]?.phase ?? .stopping) == .stopping && inspected.contains($0.model)
        }
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
            && !isDoubted(model)
    }

    private func isDoubted(_ model: ModelID) -> Bool { state.instances[model]?.isDoubted == true }

    /// Bytes that the children take, and one more model.
    private func memory(with model: ModelID? = nil, without gone: (ModelID, Child) -> Bool = { _, _ in false }) -> Int {
        let models = children.filter { !gone($0, $1) }.map(\.key) + (model.map { [$0] } ?? [])
        let footprints = models.compactMap { setting.footprints[$0] }
        let shared = Dictionary(footprints.compactMap { print in print.file.map { ($0, print.shared) } }) {
            max($0, $1)
        }
        return footprints.reduce(0) { $0 + $1.own } + shared.values.reduce(0, +)
    }

    private func fits(_ model: ModelID, without gone: (ModelID, Child) -> Bool = { _, _ in false }) -> Bool {
        guard children.count(where: { !gone($0.key, $0.value) }) < setting.limits.capacity else { return false }
        return setting.limits.memoryBudget.map { memory(with: model, without: gone) <= $0 } ?? true
    }

    // MARK: Decisions

    func check(_ effect: PoolEffect, after event: PoolEvent, in before: PoolState) throws(Broken) {
        switch effect {
        case .inspect(let model, _):
            try require(isWanted(model), "nobody looks at a model that is not wanted")
        case .readAhead(let model):
            try require(children[model] == nil || children[model]?.phase == .stopping, "what runs is not read again")
        case .examine(let model, let generation):
            try require(children[model]?.generation == generation, "only a running child is examined")
        case .start(let model, let generation, _):
            try require(fits(model), "a model is started only when there is room for it")
            try require(shutdownSince == nil, "nothing starts after a shutdown")
            try require(children[model] == nil, "a model has one child at most")
            try require(children.count < setting.limits.capacity, "a model is started in a free slot")
            let isNext = wishes.first { children[$0.model] == nil && inspected.contains($0.model) }?.model == model
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
            if case .ready = event {
            } else {
                try require(child?.retirement == nil, "who comes later gets no child that has to leave")
            }
            try require(child?.retirement != .outdated, "no child is lent whose entry has changed")
            try require(before.instances[model]?.isDoubted != true || !isDoubted(model), "no child in doubt is lent")
            try checkWait(wish)
            guard before.instances[model]?.phase == .draining else { return }
            if case .asked = event, setting.limits.memoryBudget == nil {
                throw Broken(promise: "no draining child is lent to who comes new", time: now)
            }
            guard state.instances[model]?.phase == .draining, let next = unserved.first,
                setting.limits.memoryBudget == nil
            else { return }
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
            guard setting.limits.memoryBudget == nil else { break }
            try require(!unserved.isEmpty, "nothing is evicted for nobody")
            let isOldest = children.allSatisfy { !isWarmAndFree($0, $1) || child.lastUsed <= $1.lastUsed }
            try require(isOldest, "the idle model used longest ago is evicted")
            let first = wishes.first { $0.model == model || $0.model == unserved.first?.model }
            try require(first?.model != model, "no model leaves for another that is wanted since later")
        case .unwanted:
            let isWorthIt = !unserved.isEmpty || setting.limits.memoryBudget != nil
            try require(!isPinned && isWorthIt, "a load is given up for another only")
            try require(child.phase == .loading && !isWanted(model), "no load that somebody waits for is given up")
        case .idle:
            let isDue = child.keepAlive.map { child.lastUsed + $0 <= now } ?? false
            try require(isDue && child.phase == .ready, "a model stays for its keep-alive")
        case .unload:
            try require(child.retirement == .unload, "only what somebody wants gone is unloaded")
            try require(child.phase != .loading || !isWanted(model), "who waits for a load is served by it")
        case .outdated: try require(child.retirement == .outdated, "only what has changed leaves after a reload")
        case .memory: throw Broken(promise: "nothing leaves for memory that was not overdrawn", time: now)
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
            try require(setting.pinned.isSuperset(of: models), "only pinned models are named as such")
            let fits = fits(wish.model) { model, _ in !models.contains(model) }
            try require(!fits, "pinned models leave no room when told so")
        case .tooLarge(let model, let need, let budget):
            let isTrue = need == setting.footprints[model]?.total && budget == setting.limits.memoryBudget
            try require(isTrue && need > budget, "a model is too large only for a smaller budget")
        case .failedToLoad(let model, _):
            switch event {
            case .ended(model, _, .some), .inspected(model, _, .failure): break
            default: throw Broken(promise: "a failure is told to who waited for that model", time: now)
            }
            try require(wish.model == model, "a failure is told to who waited for that model")
        case .failing(let model, _, let count, let retryAfter):
            try require(wish.model == model && failures[model] == count, "failures are counted right")
            try require(count > 1 && retryAfter > .zero, "a model is left alone after its second failure only")
        case .removed(let model):
            try require(wish.model == model && removed.contains(model), "only what was removed is gone")
        case .shuttingDown:
            try require(shutdownSince != nil, "there is no shutdown before the shutdown")
        }
    }

    /// Checks which models were closed to new requests.
    func checkDraining(since before: PoolState) throws(Broken) {
        for (model, child) in children
        where isDraining(model) && child.retirement == nil && before.instances[model]?.phase == .serving {
            try require(!setting.pinned.contains(model), "no pinned model is closed")
            try require(now - child.readySince >= setting.minResidency, "a busy model stays for its shortest residency")
            let isLongest = children.allSatisfy { other, rival in
                rival.phase != .ready || isDraining(other) || setting.pinned.contains(other)
                    || rival.leases == 0 || rival.readySince >= child.readySince
            }
            // With a memory budget, one that was resident longer may be too small to be of use.
            try require(isLongest || setting.limits.memoryBudget != nil, "the model resident longest is closed")
        }
    }

    private func isDraining(_ model: ModelID) -> Bool { state.instances[model]?.phase == .draining }

    // MARK: The pool after an event

    func checkState() throws(Broken) {
        try require(children.count <= setting.limits.capacity, "no more models run than there are slots")
        try require(setting.limits.memoryBudget.map { memory() <= $0 } ?? true, "no more memory is used than may be")
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
        let isServed = wishes.allSatisfy { state.instances[$0.model].map { !$0.isOpen } ?? true }
        try require(isServed, "nobody waits for a model that serves")
        let next = wishes.first { children[$0.model] == nil && inspected.contains($0.model) }
        try require(next.map { !fits($0.model) } ?? true, "no room is free while a model waits for it")
        try checkLooks()
        guard setting.limits.memoryBudget == nil else { return try checkIdleMemory() }
        let unserved = unserved
        let draining = state.instances.values.count { $0.phase == .draining && $0.retirement == nil }
        let impatient = unserved.count { now - $0.since >= setting.patience }
        try require(draining <= impatient, "one model is closed for each that lost its patience, and no more")
        guard !unserved.isEmpty else { return }
        for (model, child) in children where !setting.pinned.contains(model) && !isWanted(model) {
            try require(child.phase != .loading, "no load that nobody wants goes on while a model waits")
            let isBusy = child.phase != .ready || child.leases > 0 || isDoubted(model)
            try require(isBusy, "no model is idle while another waits")
        }
        guard state.count(in: .draining) < impatient, setting.lateness == 0,
            state.nextWake.map({ milliseconds($0) > now }) ?? true
        else {
            return
        }
        let isNoneLeft = children.allSatisfy { model, child in
            child.phase != .ready || setting.pinned.contains(model) || isDraining(model)
                || now - child.readySince < setting.minResidency || child.leases == 0
        }
        try require(isNoneLeft, "a busy model is closed for each that lost its patience")
    }

    /// Everybody who waits for a model without a child has it looked at, or it has been.
    private func checkLooks() throws(Broken) {
        let isSeen = wishes.allSatisfy { wish in
            let lacksChild = children[wish.model].map { $0.phase == .stopping } ?? true
            return !lacksChild || state.appraisals[wish.model] != nil
        }
        try require(isSeen, "no model is waited for that nobody looks at")
    }

    /// Idle models are spared only when all of them together would make no room.
    private func checkIdleMemory() throws(Broken) {
        let needy = wishes.first {
            (children[$0.model]?.phase ?? .stopping) == .stopping && inspected.contains($0.model)
        }
        guard let needy else { return }
        let isHelpless = !fits(needy.model) { model, child in
            child.phase == .stopping || isWarmAndFree(model, child)
        }
        let isComing = fits(needy.model) { $1.phase == .stopping }
        try require(isHelpless || isComing, "no model is idle whose room another waits for")
    }

    private func checkWake() throws(Broken) {
        let wake = state.nextWake.map { milliseconds($0) }
        // With a memory budget, an idle model whose room does not suffice is lent again though another has lost its
        // patience; the pool then wants to be woken at once.
        if let wake, setting.lateness == 0, setting.limits.memoryBudget == nil {
            try require(wake >= now, "the pool is not woken too late")
        }
        guard shutdownSince == nil else { return }
        if let oldest = wishes.first {
            try require(wake.map { $0 <= oldest.since + setting.queueTimeout } ?? false, "who waits is not forgotten")
        }
        for (model, child) in children where child.phase == .ready && child.leases == 0 {
            guard let keepAlive = child.keepAlive, state.instances[model]?.isOpen == true else { continue }
            try require(wake.map { $0 <= child.lastUsed + keepAlive } ?? false, "a keep-alive is not forgotten")
        }
    }
}
