import Router
import Schema
import Store
import Translate

extension OpenAIRoutes {
    func embed(
        _ request: Original<OpenAI.EmbeddingRequest>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<OpenAI.EmbeddingAnswer, Never> {
        let model = try models.find(request.model, for: caller)
        try models.check(.vectors, of: model)
        let path: StaticString = "/v1/embeddings"
        guard let count = request.dimensions else {
            let call = Question.Call(path: path, body: request.bytes)
            return .asking(
                Question(model: model.id, keepAlive: request.keepAlive, way: .relayed(call, isEventStream: false))
            )
        }
        if let length = models.file(of: model)?.header.embeddingLength, count > length {
            let violation = Violation(place: "dimensions", text: "must be at most \(length), the length of the vectors")
            throw ModelProblem(Problem([violation]))
        }
        let format = request.encodingFormat ?? .float
        let call = Question.Call(path: path, body: request.setting([Self.numbers]))
        let preparation = OneQuestion(call) { OpenAI.EmbeddingAnswer(cutting: $0, to: count, as: format)?.json }
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .prepared(preparation)))
    }

    /// Asks for vectors as numbers.
    private static let numbers = (key: "encoding_format", value: "\"float\"")
}
