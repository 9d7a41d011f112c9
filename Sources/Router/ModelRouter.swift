package import Logging
package import NIOCore
package import Providers
package import Schema
import Synchronization

/// Carries out what ``PoolState`` decides, and owns every child through ``run()``.
///
/// A request for a warm model passes one short critical section when it asks and one when it is answered. Nothing that
/// takes time happens inside: loads and stops run in tasks of ``run()``, and grants go to their event loops.
package final class ModelRouter: Sendable {
    private let state: Mutex<State>
    private let providers: [ModelID: any Provider]
    private let loop: any EventLoop
    private let logger: Logger
    private let starts: AsyncStream<Start>
    private let inbox: AsyncStream<Start>.Continuation

    private struct State {
        var pool: PoolState
        var running: [ModelID: (generation: Generation, instance: Instance)] = [:]
        var stops: [Generation: StopSignal] = [:]
        var waiters: [Ticket: Waiter] = [:]
        var lastTicket: UInt64 = 0
        /// When the timer will fire; `nil` when it is not set.
        var alarm: ContinuousClock.Instant?
    }

    /// A request that waits, and how to tell it.
    private struct Waiter {
        let loop: any EventLoop
        let answer: NIOLoopBound<Answer>
    }

    private struct Start {
        let model: ModelID
        let generation: Generation
        let stop: StopSignal
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
        self.providers = providers
        self.loop = loop
        self.logger = logger
        state = Mutex(State(pool: PoolState(limits: limits, policies: policies)))
        (starts, inbox) = AsyncStream.makeStream()
    }

    /// Runs the children until the pool has been shut down and all of them have ended.
    package func run() async {
        await withDiscardingTaskGroup { children in
            for await start in starts {
                children.addTask { await self.runChild(start) }
            }
        }
    }

    /// Lends a model to a request on the current event loop.
    ///
    /// - Parameters:
    ///   - model: One of the models that there is a provider for.
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
        let (ticket, effects) = state.withLock { state in
            state.lastTicket += 1
            let ticket = Ticket(number: state.lastTicket)
            state.waiters[ticket] = Waiter(loop: loop, answer: NIOLoopBound(answer, eventLoop: loop))
            return (ticket, decide(.asked(ticket, model, keepAlive: keepAlive), &state))
        }
        return carryOut(effects, here: ticket) ? nil : ticket
    }

    /// A request has gone before it was answered.
    package func leave(_ ticket: Ticket) {
        apply(.left(ticket)) { $0.waiters[ticket] = nil }
    }

    /// Asks a model to leave as soon as it is idle.
    package func unload(_ model: ModelID) {
        apply(.unloadAsked(model))
    }

    /// Takes no more requests, lets running ones end within their grace, and stops every child; ``run()`` then returns.
    package func shutDown() {
        apply(.shutdown)
    }

    /// What runs and who waits, at this moment.
    package func snapshot() -> PoolSnapshot {
        state.withLock { $0.pool.snapshot(at: .now) }
    }

    /// The running instance of a model; `nil` when it cannot be called now.
    ///
    /// It is not lent: only for looking at.
    package func instance(of model: ModelID) -> Instance? {
        state.withLock { $0.running[model]?.instance }
    }

    func takeBack(_ model: ModelID, _ generation: Generation) {
        apply(.returned(model, generation))
    }
}

extension ModelRouter {
    /// What has to be done outside the lock.
    private enum Work {
        case start(Start, StartReason)
        case stop(StopSignal, ModelID, StopReason)
        case answer(Ticket, Waiter, Result<Lease, PoolFailure>)
        case takeBack(Lease)
        case finish
    }

    private func apply(_ event: PoolEvent, first change: (inout sending State) -> Void = { _ in }) {
        let work = state.withLock { state in
            change(&state)
            return decide(event, &state)
        }
        _ = carryOut(work, here: nil)
    }

    /// Applies an event under the lock and turns the effects into work.
    private func decide(_ event: PoolEvent, _ state: inout sending State) -> [Work] {
        let now = ContinuousClock.now
        let effects = state.pool.apply(event, at: now)
        var work: [Work] = []
        for effect in effects {
            switch effect {
            case .start(let model, let generation, let reason):
                let stop = StopSignal()
                state.stops[generation] = stop
                work.append(.start(Start(model: model, generation: generation, stop: stop), reason))
            case .stop(let model, let generation, let reason):
                if let stop = state.stops[generation] { work.append(.stop(stop, model, reason)) }
            case .grant(let ticket, let model, let generation):
                guard let running = state.running[model] else { continue }
                let lease = Lease(model, generation, running.instance, from: self)
                if let waiter = state.waiters.removeValue(forKey: ticket) {
                    work.append(.answer(ticket, waiter, .success(lease)))
                } else {
                    // Not forgotten here: a lease that ends takes the lock.
                    work.append(.takeBack(lease))
                }
            case .refuse(let ticket, let failure):
                if let waiter = state.waiters.removeValue(forKey: ticket) {
                    work.append(.answer(ticket, waiter, .failure(failure)))
                }
            }
        }
        if state.pool.isFinished { work.append(.finish) }
        setAlarm(&state, now)
        return work
    }

    /// Does the work in order; returns whether it answered the ticket that was given out here.
    private func carryOut(_ work: [Work], here: Ticket?) -> Bool {
        var isAnswered = false
        for item in work {
            switch item {
            case .start(let start, let reason):
                logger.info("loading", metadata: ["model.id": "\(start.model)", "reason": "\(reason)"])
                inbox.yield(start)
            case .stop(let stop, let model, let reason):
                logger.notice("stopping", metadata: ["model.id": "\(model)", "reason": "\(reason)"])
                stop.give()
            case .answer(let ticket, let waiter, let result):
                if ticket == here {
                    isAnswered = true
                    waiter.answer.value(result)
                } else {
                    waiter.loop.execute { waiter.answer.value(result) }
                }
            case .takeBack(let lease):
                lease.end()
            case .finish:
                inbox.finish()
            }
        }
        return isAnswered
    }

    /// Sets the timer if the pool wants to be woken earlier than it will be.
    ///
    /// An alarm that is not needed any more is left to ring: a busy pool changes its mind at every request.
    private func setAlarm(_ state: inout sending State, _ now: ContinuousClock.Instant) {
        guard let wake = state.pool.nextWake, state.alarm.map({ wake < $0 }) ?? true else { return }
        state.alarm = wake
        loop.scheduleTask(in: TimeAmount(now.duration(to: wake))) {
            self.apply(.timePassed) { state in
                if state.alarm == wake { state.alarm = nil }
            }
        }
    }

    private func runChild(_ start: Start) async {
        guard let provider = providers[start.model] else {
            preconditionFailure("a model without a provider was asked for")
        }
        let failure = await provider.run(start.model, until: start.stop) { instance in
            self.logger.notice(
                "loaded",
                metadata: ["model.id": "\(start.model)", "load.duration": "\(instance.loadDuration)"]
            )
            self.apply(.ready(start.model, start.generation)) { state in
                state.running[start.model] = (start.generation, instance)
            }
        }
        if let failure {
            logger.error("the model ended", metadata: ["model.id": "\(start.model)", "cause": "\(failure)"])
        } else {
            logger.info("stopped", metadata: ["model.id": "\(start.model)"])
        }
        apply(.ended(start.model, start.generation, failure: failure)) { state in
            state.stops[start.generation] = nil
            if state.running[start.model]?.generation == start.generation { state.running[start.model] = nil }
        }
    }
}
