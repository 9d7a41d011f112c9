import NIOCore
import Providers
import Router
import Schema

/// What operators ask of the pool, and tell it to do.
struct PoolRoutes {
    let models: ModelShelf
    let router: ModelRouter
    let reloader: Reloader

    /// The table's rows.
    var all: [Route] {
        [
            .get("/v1/pool", "Tells what runs, what waits, and what is left.", id: "getPool", as: .pool, show),
            .post(
                "/v1/pool/load",
                "Loads a model, and answers when it can be used.",
                id: "loadModel",
                as: .pool,
                load
            ),
            .post(
                "/v1/pool/unload",
                "Lets a model leave after its running requests, and answers when its process is gone; who asks for it meanwhile waits.",
                id: "unloadModel",
                as: .pool,
                unload
            ),
            .post(
                "/v1/pool/reload",
                "Reads models.yaml again, and answers what is different.",
                id: "reloadModels",
                as: .pool,
                reload
            ),
            .get("/v1/events", "Tells what happens, as it happens.", id: "watchEvents", as: .pool, watch),
        ]
    }

    private func show(_ call: Incoming) -> Reply<PoolAnswer, Never> {
        .whole(PoolAnswer(router.snapshot(), models.catalog.models, instance: router.instance))
    }

    private func load(_ request: Checked<LoadRequest>, _ caller: Caller) throws(ModelProblem) -> LoadReply {
        let request = request.value
        let model = try models.find(request.model, for: caller)
        return LoadReply(model: model.id, keepAlive: request.keepAlive, isStream: request.stream)
    }

    private func unload(_ request: Checked<UnloadRequest>, _ caller: Caller) throws(LookUpProblem) -> UnloadReply {
        do throws(ModelProblem) {
            return UnloadReply(model: try models.find(request.value.model, for: caller).id)
        } catch {
            throw LookUpProblem(problem: error.problem)
        }
    }

    private func reload() throws(ReloadProblem) -> ReloadReply {
        ReloadReply(reloader: reloader)
    }

    private func watch() -> EventStream<ModelEventAnswer> {
        EventStream(router.listen().events.map(ModelEventAnswer.init)) { $0.type.rawValue }
    }
}
