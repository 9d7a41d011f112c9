import Router
import Schema
import Translate

extension LlamaServerRoutes {
    func embed(
        _ request: Original<LlamaCpp.EmbeddingRequest>,
        _ query: Query<LlamaCpp.ModelQuery>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<[LlamaCpp.Embedding], Never> {
        let model = try find(request.model, query, for: caller)
        try models.check(.vectors, of: model)
        let way = Question.Way.relayed(Question.Call(path: "/embedding", body: request.bytes), isEventStream: false)
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }
}
