import Providers
import Schema

@testable import Router

/// A world of clients and children around a pool, made from a seed; the same seed gives the same world.
///
/// The world keeps its own books of who waits and what runs, and holds every decision of the pool against them.
struct PoolSimulation {
    /// Something that comes about at a time.
    enum Happening {
        case arrival(client: Int)
        case departure(Ticket)
        case leaseEnd(ModelID, Generation, LeaseEnd)
        case loaded(ModelID, Generation)
        case end(ModelID, Generation, ProviderFailure?)
        case hang(ModelID, Generation)
        case look(ModelID, Inspection)
        case examination(ModelID, Generation)
        case unload(ModelID)
        case reload
        case shutdown
        case alarm
    }

    /// A request that waits.
    struct Wish {
        let ticket: Ticket
        let model: ModelID
        let client: Int
        let keepAlive: Int?
        let since: Int
    }

    struct Child {
        enum Phase { case loading, ready, stopping }

        let generation: Generation
        var phase = Phase.loading
        var leases = 0
        var keepAlive: Int?
        var readySince = 0
        var lastUsed = 0
        var isHanging = false
        /// Why it has to leave after its leases; `nil`: it may stay.
        var retirement: StopReason?
    }

    /// A promise that the pool did not keep.
    struct Broken: Error {
        let promise: String
        let time: Int
    }

    let setting: Setting
    private let origin = ContinuousClock.now
    private let traces: Bool
    private var random: SplitMix64
    private var agenda: [(time: Int, happening: Happening)] = []
    private var requestsLeft: [Int]
    private var lastTicket: UInt64 = 0

    var state: PoolState
    private(set) var now = 0
    /// In order of arrival.
    private(set) var wishes: [Wish] = []
    private(set) var children: [ModelID: Child] = [:]
    /// Models that somebody waits for and that have been found fit to start.
    private(set) var inspected: Set<ModelID> = []
    private(set) var removed: Set<ModelID> = []
    /// How often in a row each model has ended by itself.
    private(set) var failures: [ModelID: Int] = [:]
    private(set) var shutdownSince: Int?
    private(set) var longestWait = 0
    /// Words for the kinds of decisions that came up.
    private(set) var decisions: Set<String> = []

    /// Makes a world; `traces` prints all that comes about in it.
    init(seed: UInt64, traces: Bool = false) {
        random = SplitMix64(seed: seed)
        setting = Setting(&random)
        state = PoolState(limits: setting.limits, policies: setting.policies)
        requestsLeft = Array(repeating: setting.requests, count: setting.clients)
        self.traces = traces
        if traces { print(setting) }
    }

    /// Lets the world go on until all is quiet, shuts the pool down, and waits for the last child to go.
    mutating func run() throws(Broken) {
        for client in 0..<setting.clients { schedule(.arrival(client: client), within: setting.longestThought) }
        for _ in 0..<setting.unloads { schedule(.unload(random.pick(setting.models)), within: 10_000) }
        for _ in 0..<setting.reloads { schedule(.reload, within: 10_000) }
        if let time = setting.shutdown { schedule(.shutdown, within: 0, after: time) }
        try runUntilQuiet()
        if shutdownSince == nil {
            schedule(.shutdown, within: 0)
            try runUntilQuiet()
        }
        try require(state.isFinished && children.isEmpty, "the last child goes after a shutdown")
    }

    private mutating func runUntilQuiet() throws(Broken) {
        var steps = 0
        while let (time, happening) = next() {
            now = time
            steps += 1
            try require(steps < 10_000, "the world comes to rest")
            try comeAbout(happening)
        }
        try require(wishes.isEmpty, "nobody waits when all is quiet")
    }

    // MARK: What comes about

    private mutating func schedule(_ happening: Happening, within span: Int, after delay: Int = 0) {
        let time = now + delay + random.number(upTo: span)
        let index = agenda.firstIndex { $0.time <= time } ?? agenda.endIndex
        agenda.insert((time, happening), at: index)
    }

    private mutating func next() -> (time: Int, happening: Happening)? {
        let alarm = state.nextWake.map { max(now, milliseconds($0) + setting.lateness) }
        guard let alarm, agenda.last.map({ alarm <= $0.time }) ?? true else { return agenda.popLast() }
        return (alarm, .alarm)
    }

    private mutating func comeAbout(_ happening: Happening) throws(Broken) {
        switch happening {
        case .arrival(let client):
            lastTicket += 1
            let keepAlive = random.happens(20) ? random.pick([0, 100, 60_000]) : nil
            let models = setting.models.filter { !removed.contains($0) }
            let model = random.happens(setting.percentFavourite) ? models[0] : random.pick(models)
            let ticket = Ticket(number: lastTicket)
            wishes.append(Wish(ticket: ticket, model: model, client: client, keepAlive: keepAlive, since: now))
            if random.happens(setting.percentLeaving) { schedule(.departure(ticket), within: 4_000) }
            try tell(.asked(ticket, model, keepAlive: keepAlive.map { .duration(.milliseconds($0)) }))
        case .departure(let ticket):
            let gone = wishes.firstIndex { $0.ticket == ticket }.map { wishes.remove(at: $0) }
            if let gone {
                forgetIfUnwanted(gone.model)
                goOn(gone.client)
            }
            try tell(.left(ticket), isStale: gone == nil)
        case .leaseEnd(let model, let generation, let end):
            let isStale = children[model]?.generation != generation
            // Nothing comes from a child that hangs until it has been killed.
            if !isStale, children[model]?.isHanging == true { return }
            if !isStale {
                children[model]?.leases -= 1
                children[model]?.lastUsed = now
                if end == .served { failures[model] = nil }
            }
            try tell(.returned(model, generation, end), isStale: isStale)
        case .look(let model, let inspection):
            let isMeant = state.appraisals[model]?.inspection == inspection
            guard !random.happens(setting.percentUnfit) else {
                try tell(.inspected(model, inspection, .failure(.fileNotFound(path: "/gone"))), isStale: !isMeant)
                return
            }
            if isMeant { inspected.insert(model) }
            let footprint = setting.footprints[model] ?? Footprint(own: 0)
            try tell(.inspected(model, inspection, .success(footprint)), isStale: !isMeant)
        case .examination(let model, let generation):
            let isStale = children[model]?.generation != generation || children[model]?.phase == .stopping
            guard isStale || children[model]?.isHanging == false else { return }
            let isDoubted = state.instances[model]?.isDoubted == true
            try tell(.foundWell(model, generation), isStale: isStale && !isDoubted)
        case .loaded(let model, let generation):
            let isStale = children[model]?.generation != generation || children[model]?.phase != .loading
            if !isStale {
                children[model]?.phase = .ready
                children[model]?.readySince = now
                children[model]?.lastUsed = now
            }
            try tell(.ready(model, generation), isStale: isStale)
        case .end(let model, let generation, let failure):
            let isStale = children[model]?.generation != generation
            if !isStale {
                if failure != nil, children[model]?.phase != .stopping { failures[model, default: 0] += 1 }
                children[model] = nil
            }
            try tell(.ended(model, generation, failure: failure), isStale: isStale)
        case .hang(let model, let generation):
            guard children[model]?.generation == generation, children[model]?.phase == .ready else { return }
            children[model]?.isHanging = true
            let failure = ProviderFailure.unresponsive(for: .milliseconds(setting.hangTimeout), log: [])
            schedule(.end(model, generation, failure), within: 0, after: setting.hangTimeout)
        case .unload(let model):
            if children[model]?.phase != .stopping { children[model]?.retirement = .unload }
            try tell(.unloadAsked(model))
        case .reload: try reload()
        case .shutdown:
            shutdownSince = now
            try tell(.shutdown)
        case .alarm:
            let drainingBefore = drainingModels
            let effects = try tell(.timePassed)
            try require(
                !effects.isEmpty || drainingModels != drainingBefore,
                "the pool is not woken for nothing"
            )
            try require(state.nextWake.map { milliseconds($0) > now } ?? true, "all that is due is done")
        }
    }

    private mutating func reload() throws(Broken) {
        let changed = Set(setting.models.filter { _ in random.happens(40) })
        let gone = Set(setting.models.dropFirst().filter { _ in random.happens(20) })
        // What was removed before is there again.
        removed = gone
        for model in changed.union(gone) {
            failures[model] = nil
            children[model]?.retirement = .outdated
        }
        try tell(
            .reconfigured(
                PoolChange(limits: setting.limits, policies: setting.policies, changed: changed, removed: gone)
            )
        )
    }

    private var drainingModels: [ModelID] { state.instances.filter { $1.phase == .draining }.keys.sorted() }

    /// Tells the pool of an event, and carries its decisions out; one that is stale must lead to none.
    @discardableResult
    private mutating func tell(_ event: PoolEvent, isStale: Bool = false) throws(Broken) -> [PoolEffect] {
        let before = state
        let effects = state.apply(event, at: origin + .milliseconds(now))
        if traces { print(now, event, "->", effects) }
        try require(!isStale || effects.isEmpty, "an event that no longer fits is harmless")
        for effect in effects {
            try check(effect, after: event, in: before)
            carryOut(effect)
        }
        if before.instances.contains(where: { isReopened($0, $1) }) { decisions.insert("call off") }
        try checkDraining(since: before)
        try checkState()
        return effects
    }

    private func isReopened(_ model: ModelID, _ instance: PoolState.Instance) -> Bool {
        instance.phase == .draining && state.instances[model]?.phase == .serving
    }

    private mutating func carryOut(_ effect: PoolEffect) {
        switch effect {
        case .inspect(let model, let inspection):
            decisions.insert("inspect")
            inspected.remove(model)
            schedule(.look(model, inspection), within: setting.longestLook)
        case .readAhead: decisions.insert("read ahead")
        case .examine(let model, let generation):
            decisions.insert("examine")
            schedule(.examination(model, generation), within: 20)
        case .start(let model, let generation, _):
            decisions.insert("start")
            inspected.remove(model)
            children[model] = Child(
                generation: generation,
                keepAlive: setting.pinned.contains(model) ? nil : setting.keepAlive
            )
            if random.happens(setting.percentFailing) {
                let failure = ProviderFailure.notSpawned(reason: "bad luck")
                schedule(.end(model, generation, failure), within: setting.longestLoad)
            } else {
                schedule(.loaded(model, generation), within: setting.longestLoad)
                if random.happens(setting.percentHanging) { schedule(.hang(model, generation), within: 4_000) }
                guard random.happens(setting.percentCrashing) else { return }
                let failure = ProviderFailure.exited(.signalled(11), cause: nil, log: [])
                schedule(.end(model, generation, failure), within: 4_000, after: setting.longestLoad)
            }
        case .stop(let model, let generation, let reason):
            decisions.insert("stop: \(String(describing: reason).prefix { $0 != "(" })")
            children[model]?.phase = .stopping
            schedule(.end(model, generation, nil), within: setting.longestStop)
        case .grant(let ticket, let model, let generation):
            decisions.insert("grant")
            guard let wish = take(ticket) else { return }
            children[model]?.leases += 1
            if let keepAlive = wish.keepAlive { children[model]?.keepAlive = keepAlive }
            let lease = random.number(upTo: setting.longestLease)
            let end: LeaseEnd = random.happens(setting.percentLost) ? .lost : random.pick([.served, .leftAlone])
            schedule(.leaseEnd(model, generation, end), within: 0, after: lease)
            goOn(wish.client, after: lease)
        case .refuse(let ticket, let failure):
            decisions.insert("refuse: \(String(describing: failure).prefix { $0 != "(" })")
            if let wish = take(ticket) { goOn(wish.client) }
        }
    }

    private mutating func take(_ ticket: Ticket) -> Wish? {
        guard let wish = wishes.firstIndex(where: { $0.ticket == ticket }).map({ wishes.remove(at: $0) }) else {
            return nil
        }
        longestWait = max(longestWait, now - wish.since)
        forgetIfUnwanted(wish.model)
        return wish
    }

    private mutating func forgetIfUnwanted(_ model: ModelID) {
        if !wishes.contains(where: { $0.model == model }) { inspected.remove(model) }
    }

    /// Lets a client think, and ask again unless it has had enough.
    private mutating func goOn(_ client: Int, after delay: Int = 0) {
        requestsLeft[client] -= 1
        guard requestsLeft[client] > 0 else { return }
        schedule(.arrival(client: client), within: setting.longestThought, after: delay)
    }

    func milliseconds(_ instant: PoolState.Instant) -> Int {
        let (seconds, attoseconds) = (instant - origin).components
        return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    func require(_ isKept: Bool, _ promise: @autoclosure () -> String) throws(Broken) {
        guard isKept else { throw Broken(promise: promise(), time: now) }
    }
}
