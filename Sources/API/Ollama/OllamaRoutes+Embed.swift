import HTTP
import NIOCore
import NIOHTTP1
import Providers
import Router
import Schema
import Store
import Translate

extension OllamaRoutes {
    func embed(
        _ request: Lenient<Ollama.EmbedRequest>,
        _ call: Incoming
    ) throws(ModelProblem) -> Reply<Ollama.EmbedAnswer, Never> {
        let request = request.value
        let model = try find(request.model, as: .embed, for: call.caller)
        let spelled = request.model ?? model.id.name
        let texts = request.input?.texts ?? []
        guard !texts.isEmpty, request.input?.json != "" else {
            let answer = Ollama.EmbedAnswer(empty: spelled).json
            return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .loaded { _ in answer }))
        }
        try checkEmbeds(model, spelled)
        let preparation = EmbeddingPreparation(of: texts, isCut: request.truncate, dimensions: request.dimensions) {
            Ollama.EmbedAnswer(spelled, $0, $1).json
        }
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .prepared(preparation)))
    }

    func embedOne(
        _ request: Lenient<Ollama.EmbeddingsRequest>,
        _ call: Incoming
    ) throws(ModelProblem) -> Reply<Ollama.EmbeddingsAnswer, Never> {
        let request = request.value
        let model = try find(request.model, as: .embeddings, for: call.caller)
        guard !request.prompt.isEmpty else {
            let answer = Ollama.EmbeddingsAnswer([]).json
            return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .loaded { _ in answer }))
        }
        try checkEmbeds(model, request.model ?? model.id.name)
        let preparation = EmbeddingPreparation(of: [request.prompt], isCut: false, dimensions: nil) { vectors, _ in
            Ollama.EmbeddingsAnswer(vectors.vectors.first ?? []).json
        }
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .prepared(preparation)))
    }

    private func checkEmbeds(_ model: Router.ModelEntry, _ name: String) throws(ModelProblem) {
        guard models.isEmbedding(model), models.file(of: model)?.header.isReranking != true else {
            throw ModelProblem(.unsupported("embeddings", by: name))
        }
    }
}
