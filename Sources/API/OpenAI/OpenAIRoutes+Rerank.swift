import Router
import Schema
import Translate

extension OpenAIRoutes {
    func rerank(
        _ request: Original<OpenAI.RerankRequest>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<OpenAI.Ranking, Never> {
        let model = try models.find(request.model, for: caller)
        try models.check(.ranks, of: model)
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way(of: request)))
    }

    private func way(of request: Original<OpenAI.RerankRequest>) -> Question.Way {
        let path: StaticString = "/v1/rerank"
        let documents = request.documents ?? []
        // llama-server knows texts alone, and gives none back.
        let texts = documents.contains { $0.json.string == nil } ? documents.map { JSON.string($0.text) } : nil
        let call = Question.Call(
            path: path,
            body: request.setting(texts.map { [("documents", JSON.array($0).text)] } ?? [])
        )
        guard request.returnsDocuments == true, !documents.isEmpty else { return .relayed(call, isEventStream: false) }
        return .prepared(OneQuestion(call) { OpenAI.RerankAnswer($0, holding: documents)?.json })
    }
}
