import Providers
import Schema
import Testing

@testable import Router

extension Ticket: ExpressibleByIntegerLiteral {
    public init(integerLiteral number: UInt64) {
        self.init(number: number)
    }
}

extension Generation: ExpressibleByIntegerLiteral {
    public init(integerLiteral number: UInt64) {
        self.init(number: number)
    }
}

/// A pool with a clock that a test moves, told about events in few words.
struct TestPool {
    private(set) var state: PoolState
    private(set) var now = ContinuousClock.now
    private var lastTicket: UInt64 = 1_000
    /// What models take; those that are not named take nothing.
    var footprints: [ModelID: Footprint] = [:]
    /// What is wrong with models before they are started.
    var faults: [ModelID: ProviderFailure] = [:]
    /// Whether looks at models are answered at once, and left out of the effects.
    var answersLooks = true

    /// Makes an empty pool; all but the capacity is as an operator gets it by default.
    init(
        capacity: Int = 2,
        pinned: [ModelID] = [],
        keepAlive: KeepAlive = .duration(.seconds(300)),
        adjust: (inout PoolLimits) -> Void = { _ in }
    ) {
        var limits = PoolLimits(capacity: capacity)
        adjust(&limits)
        var policies: [ModelID: PoolState.Policy] = [:]
        for name in "abcdefgh" {
            let model = ModelID(String(name))
            policies[model] = PoolState.Policy(pinned: pinned.contains(model), keepAlive: keepAlive)
        }
        state = PoolState(limits: limits, policies: policies)
    }

    var snapshot: PoolSnapshot { state.snapshot(at: now) }

    /// How long until the pool wants to be woken.
    var wake: Duration? { state.nextWake.map { $0 - now } }

    func instance(_ model: ModelID) -> PoolSnapshot.Instance? { snapshot.instances.first { $0.model == model } }

    mutating func apply(_ event: PoolEvent) -> [PoolEffect] {
        let effects = state.apply(event, at: now)
        guard answersLooks else { return effects }
        let looks = effects.compactMap { effect -> PoolEvent? in
            guard case .inspect(let model, let inspection) = effect else { return nil }
            return .inspected(model, inspection, inspect(model))
        }
        let others = effects.filter { effect in
            switch effect {
            case .inspect, .readAhead: false
            default: true
            }
        }
        return looks.reduce(others) { $0 + apply($1) }
    }

    func inspect(_ model: ModelID) -> Result<Footprint, ProviderFailure> {
        if let fault = faults[model] { return .failure(fault) }
        return .success(footprints[model] ?? Footprint(own: 0))
    }

    mutating func ask(_ ticket: Ticket, _ model: ModelID, keepAlive: KeepAlive? = nil) -> [PoolEffect] {
        apply(.asked(ticket, model, keepAlive: keepAlive))
    }

    mutating func leave(_ ticket: Ticket) -> [PoolEffect] { apply(.left(ticket)) }

    /// Tells that the child that runs this model can serve.
    mutating func ready(_ model: ModelID) -> [PoolEffect] { apply(.ready(model, generation(of: model))) }

    /// Tells that a lease on the child that runs this model ended.
    mutating func giveBack(_ model: ModelID, _ end: LeaseEnd = .served) -> [PoolEffect] {
        apply(.returned(model, generation(of: model), end))
    }

    /// Tells that the child that runs this model has gone.
    mutating func end(_ model: ModelID, _ failure: ProviderFailure? = nil) -> [PoolEffect] {
        apply(.ended(model, generation(of: model), failure: failure))
    }

    /// Lets time pass in silence.
    mutating func advance(by duration: Duration) { now += duration }

    /// Lets time pass and wakes the pool whenever it wishes.
    mutating func wait(_ duration: Duration) -> [PoolEffect] {
        let end = now + duration
        var effects: [PoolEffect] = []
        while let wake = state.nextWake, wake <= end {
            now = max(now, wake)
            effects += apply(.timePassed)
            guard state.nextWake.map({ $0 > now }) ?? true else {
                Issue.record("the pool did not do all that was due")
                break
            }
        }
        now = end
        return effects
    }

    /// Loads models, each held by one request of its own, a millisecond apart.
    mutating func lend(_ models: ModelID...) {
        for model in models {
            lastTicket += 1
            _ = ask(Ticket(number: lastTicket), model)
            _ = ready(model)
            advance(by: .milliseconds(1))
        }
    }

    /// Loads models and leaves them idle, the one used longest ago first.
    mutating func keepIdle(_ models: ModelID...) {
        for model in models {
            lend(model)
            _ = giveBack(model)
            advance(by: .milliseconds(1))
        }
    }

    /// The run of this model that occupies a slot, or one that never was.
    func generation(of model: ModelID) -> Generation { instance(model)?.generation ?? 0 }
}
