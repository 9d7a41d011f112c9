import NIOCore
import Router
import Schema
import Translate

extension OpenAIRoutes {
    func rerank(
        _ request: Original<OpenAI.RerankRequest>
    ) throws(ModelProblem) -> Reply<OpenAI.Ranking, Never> {
        let model = try models.find(request.model)
        switch (request.has("documents"), request.has("texts")) {
        case (false, false): throw ModelProblem(Problem([Violation(place: "documents", text: "is required")]))
        case (true, true):
            throw ModelProblem(Problem([Violation(place: "texts", text: "cannot stand beside documents")]))
        case (true, false), (false, true): break
        }
        try models.check(.ranks, of: model)
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way(of: request)))
    }

    private func way(of request: Original<OpenAI.RerankRequest>) -> Question.Way {
        let path: StaticString = "/v1/rerank"
        let documents = request.documents ?? []
        // llama-server knows texts alone, and gives none back.
        let texts = documents.contains { $0.json.string == nil } ? documents.map { JSON.string($0.text) } : nil
        let body = request.setting(texts.map { [("documents", JSON.array($0).text)] } ?? [])
        // llama-server takes `texts`, null or not, for a wish for its other form of answer.
        let call = Question.Call(path: path, body: request.hasNull("texts") ? body.without("texts") : body)
        guard request.returnsDocuments == true, !documents.isEmpty else { return .relayed(call, isEventStream: false) }
        return .prepared(OneQuestion(call) { OpenAI.RerankAnswer($0, holding: documents)?.json })
    }
}

extension ByteBuffer {
    /// The same object of JSON without a member.
    fileprivate func without(_ key: String) -> ByteBuffer {
        let json = withUnsafeReadableBytes { try? JSON(parsing: $0) }
        guard var object = json?.object else { return self }
        object[key] = nil
        return ByteBuffer(bytes: JSON.object(object).bytes)
    }
}
