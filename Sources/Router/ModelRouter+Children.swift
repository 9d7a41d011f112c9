import HTTP
import Logging
import NIOCore
import Providers
import Synchronization

/// What ``ModelRouter/run()`` does in tasks.
extension ModelRouter {
    func perform(_ job: Job) async {
        switch job {
        case .inspect(let model, let provider, let inspection):
            let result: Result<Footprint, ProviderFailure>
            do throws(ProviderFailure) { result = .success(try await provider.inspect()) } catch {
                result = .failure(error)
                logger.error("the model cannot be loaded", metadata: ["model": "\(model)", "cause": "\(error)"])
            }
            apply(.inspected(model, inspection, result)) { _, _ in
                if case .failure(let failure) = result { publish(.loadFailed(failure), model, .now) }
            }
        case .run(let model, let provider, let generation, let stop):
            await run(model, provider, generation, until: stop)
        }
    }

    private func run(
        _ model: ModelID,
        _ provider: any Provider,
        _ generation: Generation,
        until stop: StopSignal
    ) async {
        let failure = await provider.run(model, until: stop) { report in
            switch report {
            case .ready(let instance): self.open(model, generation, instance)
            case .measured(let footprint): self.apply(.measured(model, generation, footprint))
            }
        }
        if let failure {
            logger.error("the model ended", metadata: ["model": "\(model)", "cause": "\(failure)"])
        } else {
            logger.info("stopped", metadata: ["model": "\(model)"])
        }
        apply(.ended(model, generation, failure: failure)) { state, work in
            let stop = state.stops.removeValue(forKey: generation)
            let wasReady = state.running[model]?.generation == generation
            if wasReady { state.running[model] = nil }
            publish(ending(stop?.reason, failure, wasReady: wasReady), model, .now)
            work += stop?.whenEnded.map { tell in .call { tell(failure) } } ?? []
        }
    }

    private func open(_ model: ModelID, _ generation: Generation, _ instance: Instance) {
        logger.notice(
            "loaded",
            metadata: ["model": "\(model)", "load_ms": .milliseconds(instance.loadDuration)]
        )
        apply(.ready(model, generation)) { state, _ in
            state.running[model] = (generation, instance)
            let kind = ModelEvent.Kind.started(processID: instance.processID, loadDuration: instance.loadDuration)
            publish(kind, model, .now)
        }
    }

    private func ending(_ reason: StopReason?, _ failure: ProviderFailure?, wasReady: Bool) -> ModelEvent.Kind {
        if let reason { return .stopped(reason) }
        guard let failure else { return .stopped(.unload) }
        return wasReady ? .crashed(failure) : .loadFailed(failure)
    }

    /// Asks a child whose connection broke whether it is well.
    ///
    /// One that does not answer is on its way out: its provider sees to that.
    func examine(_ model: ModelID, _ generation: Generation, _ instance: Instance) {
        HealthProbe.ask(instance.upstream, on: loop) { isWell in
            if isWell { self.apply(.foundWell(model, generation)) }
        }
    }
}
