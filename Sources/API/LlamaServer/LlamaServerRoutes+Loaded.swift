import NIOCore
import Providers
import Router
import Schema
import Translate

extension LlamaServerRoutes {
    func slots(
        _ query: Query<LlamaCpp.LoadedQuery>,
        _ caller: Caller
    ) throws(LoadedProblem) -> LoadedReply<[LlamaCpp.Slot]> {
        try ask(query, for: caller, ChildLook.request("GET /slots"))
    }

    func adapters(
        _ query: Query<LlamaCpp.LoadedQuery>,
        _ caller: Caller
    ) throws(LoadedProblem) -> LoadedReply<[LlamaCpp.Adapter]> {
        try ask(query, for: caller, ChildLook.request("GET /lora-adapters"))
    }

    func setAdapters(
        _ scales: CheckedList<LlamaCpp.AdapterScale>,
        _ query: Query<LlamaCpp.LoadedQuery>,
        _ caller: Caller
    ) throws(LoadedProblem) -> LoadedReply<LlamaCpp.AdapterAnswer> {
        try ask(query, for: caller, ChildLook.request("POST /lora-adapters", scales.bytes))
    }

    private func ask<Answer>(
        _ query: Query<LlamaCpp.LoadedQuery>,
        for caller: Caller,
        _ request: ByteBuffer
    ) throws(LoadedProblem) -> LoadedReply<Answer> {
        let model: ModelID
        do throws(ModelProblem) { model = try models.find(query.model, for: caller).id } catch {
            throw LoadedProblem(problem: error.problem)
        }
        guard let instance = router.instance(of: model) else { throw LoadedProblem(problem: .notLoaded(model)) }
        return LoadedReply(model: model, instance: instance, request: request)
    }
}
