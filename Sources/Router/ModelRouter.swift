package import Logging
package import NIOCore
package import Providers
package import Schema
import Synchronization

/// Carries out what ``PoolState`` decides, and owns every child through ``run()``.
///
/// A request for a warm model passes one short critical section when it asks and one when it is answered. Nothing that
/// takes time happens inside: loads, stops and looks at files run in tasks of ``run()``, and grants go to their event
/// loops.
package final class ModelRouter: Sendable {
    let state: Mutex<State>
    let events = EventHub()
    let loop: any EventLoop
    package let logger: Logger
    let jobs: AsyncStream<Job>
    let inbox: AsyncStream<Job>.Continuation

    /// All that changes, under one lock.
    struct State {
        var pool: PoolState
        var providers: [ModelID: any Provider]
        var running: [ModelID: (generation: Generation, instance: Instance)] = [:]
        var stops: [Generation: Stop] = [:]
        var waiters: [Ticket: Waiter] = [:]
        /// Models whose load has been told of, though they still wait for others to leave.
        var announced: Set<ModelID> = []
        var lastTicket: UInt64 = 0
        /// When the timer will fire; `nil` when it is not set.
        var alarm: ContinuousClock.Instant?
    }

    /// How to end a run, and why that was done.
    struct Stop {
        let signal = StopSignal()
        var reason: StopReason?
        /// Called when the run has ended, with its reason if it ended by itself.
        var whenEnded: [@Sendable (ProviderFailure?) -> Void] = []
    }

    /// A request that waits, and how to tell it.
    struct Waiter {
        let loop: any EventLoop
        let answer: NIOLoopBound<Answer>
    }

    /// What ``run()`` does in a task of its own.
    enum Job: Sendable {
        case inspect(ModelID, any Provider, Inspection)
        case run(ModelID, any Provider, Generation, StopSignal)
    }

    /// What a request hears.
    package typealias Answer = (Result<Lease, PoolFailure>) -> Void

    /// A router in front of an empty pool.
    ///
    /// - Parameters:
    ///   - providers: What runs each model that can be asked for.
    ///   - policies: What the operator wishes for models.
    ///   - limits: How many run and how long things may take.
    ///   - loop: The event loop that keeps the time.
    ///   - logger: Where decisions are told.
    package init(
        providers: [ModelID: any Provider],
        policies: [ModelID: PoolState.Policy] = [:],
        limits: PoolLimits,
        loop: any EventLoop,
        logger: Logger
    ) {
        self.loop = loop
        self.logger = logger
        state = Mutex(State(pool: PoolState(limits: limits, policies: policies), providers: providers))
        (jobs, inbox) = AsyncStream.makeStream()
    }

    /// Runs the children until the pool has been shut down and all of them have ended.
    package func run() async {
        await withDiscardingTaskGroup { tasks in
            for await job in jobs {
                tasks.addTask { await self.perform(job) }
            }
        }
        events.close()
    }

    /// Lends a model to a request on the current event loop.
    ///
    /// - Parameters:
    ///   - model: The model; one that there is no provider for is refused.
    ///   - keepAlive: How long it shall stay afterwards; `nil` leaves that as it is.
    ///   - loop: The current event loop.
    ///   - answer: Called on it once: before this returns if the model is warm, or later.
    /// - Returns: A ticket to give to ``leave(_:)`` if the request goes away; `nil` if it has been answered already.
    package func lend(
        _ model: ModelID,
        keepAlive: KeepAlive? = nil,
        on loop: any EventLoop,
        answer: @escaping Answer
    ) -> Ticket? {
        let asked = state.withLock { state in
            state.lastTicket += 1
            let ticket = Ticket(number: state.lastTicket)
            if let lease = lendWarm(model, keepAlive, to: ticket, &state) { return Asked.lent(lease) }
            state.waiters[ticket] = Waiter(loop: loop, answer: NIOLoopBound(answer, eventLoop: loop))
            return .decided(ticket, decide(.asked(ticket, model, keepAlive: keepAlive), &state))
        }
        switch asked {
        case .lent(let lease):
            answer(.success(lease))
            return nil
        case .decided(let ticket, let work): return carryOut(work, here: ticket) ? nil : ticket
        }
    }

    /// What comes of a request.
    private enum Asked {
        case lent(Lease)
        case decided(Ticket, [Work])
    }

    /// Lends a model that is there: most requests need no more than that.
    private func lendWarm(
        _ model: ModelID,
        _ keepAlive: KeepAlive?,
        to ticket: Ticket,
        _ state: inout sending State
    ) -> Lease? {
        guard let instance = state.running[model]?.instance, let generation = state.pool.lendWarm(model, keepAlive)
        else {
            return nil
        }
        if events.isHeard { publish(.requestStarted(ticket), model, .now) }
        return Lease(ticket, model, generation, instance, from: self)
    }

    /// A request has gone before it was answered.
    package func leave(_ ticket: Ticket) {
        apply(.left(ticket)) { state, _ in state.waiters[ticket] = nil }
    }

    /// Asks a model to leave as soon as it is idle.
    ///
    /// - Parameters:
    ///   - model: The model; nothing happens if it does not run.
    ///   - whenGone: Called once, on any thread, when nothing of it is left; at once if it does not run.
    package func unload(_ model: ModelID, whenGone: @escaping @Sendable () -> Void = {}) {
        let isGone = state.withLock { state in
            guard let generation = state.pool.generation(of: model) else { return true }
            state.stops[generation]?.whenEnded.append { _ in whenGone() }
            return false
        }
        if isGone { whenGone() } else { apply(.unloadAsked(model)) }
    }

    /// Takes on another configuration; what it does not concern goes on.
    ///
    /// - Parameters:
    ///   - change: What is different.
    ///   - providers: What runs each model from now on; `nil` leaves that as it is.
    package func reconfigure(_ change: PoolChange, providers: [ModelID: any Provider]? = nil) {
        apply(.reconfigured(change)) { state, _ in
            if let providers { state.providers = providers }
        }
    }

    /// Takes no more requests, lets running ones end within their grace, and stops every child; ``run()`` then returns.
    package func shutDown() {
        apply(.shutdown)
    }

    /// What runs and who waits, at this moment.
    package func snapshot() -> PoolSnapshot {
        state.withLock { $0.pool.snapshot(at: .now) }
    }

    /// What happens from now on, until the listening is ended or the pool has been shut down.
    ///
    /// Events of one model come in the order in which they happened. A listener that is slow loses the oldest.
    package func listen() -> Listening {
        events.listen()
    }

    /// The running instance of a model; `nil` when it cannot be called now.
    ///
    /// It is not lent: only for looking at.
    package func instance(of model: ModelID) -> Instance? {
        state.withLock { $0.running[model]?.instance }
    }

    /// Tells when a run has ended, or that it is well after all; at once with `nil` when it is over already.
    func listen(for generation: Generation, _ tell: @escaping @Sendable (ProviderFailure?) -> Void) {
        let isOver = state.withLock { state in
            state.stops[generation]?.whenEnded.append(tell)
            return state.stops[generation] == nil
        }
        if isOver { tell(nil) }
    }

    func takeBack(
        _ ticket: Ticket,
        _ model: ModelID,
        _ generation: Generation,
        _ end: LeaseEnd,
        status: Int,
        since start: ContinuousClock.Instant
    ) {
        apply(.returned(model, generation, end)) { _, _ in
            guard events.isHeard else { return }
            let now = ContinuousClock.now
            publish(.requestFinished(ticket, status: status, duration: start.duration(to: now)), model, now)
        }
    }
}
