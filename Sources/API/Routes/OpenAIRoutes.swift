import NIOCore
import Providers
import Router
import Schema
import Store
import Translate

/// What OpenAI's clients call.
struct OpenAIRoutes {
    let models: ModelShelf
    let router: ModelRouter

    /// The table's rows.
    var all: [Route] {
        [
            .post(
                "/v1/chat/completions",
                "Answers a conversation.",
                id: "createChatCompletion",
                as: .openAI,
                chat
            ),
            .post("/v1/embeddings", "Turns texts into vectors.", id: "createEmbeddings", as: .openAI, embed),
            .get("/v1/models", "Lists the models.", id: "listModels", as: .openAI, list),
            .get("/v1/models/{id...}", "Describes one model, without loading it.", id: "getModel", as: .openAI, show),
        ]
    }

    private func chat(
        _ request: Original<OpenAI.ChatRequest>,
        _ call: Incoming
    ) throws(ModelProblem) -> Reply<OpenAI.ChatAnswer, Events<OpenAI.ChatChunk>> {
        let model = try models.find(request.model)
        let path: StaticString = "/v1/chat/completions"
        let filling = request.filling(models.defaults(for: model))
        if !request.stream, request.logprobs == true {
            // A stream leaves out the probabilities of tokens without text, and refuses them beside tools.
            let way = Question.Way.relayed(
                Question.Call(path: path, body: request.setting(filling)),
                isEventStream: false
            )
            return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
        }
        guard request.stream else {
            // The child is asked for a stream all the same: it notices at once when the stream's reader leaves.
            let body = request.setting(
                filling + [("stream", "true"), ("stream_options", #"{"include_usage":true}"#)]
            )
            let way = Question.Way.collected(Question.Call(path: path, body: body), ChatAggregator())
            return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
        }
        let body = request.setting(filling)
        let way = Question.Way.relayed(Question.Call(path: path, body: body), isEventStream: true)
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }

    private func embed(
        _ request: Original<OpenAI.EmbeddingRequest>,
        _ call: Incoming
    ) throws(ModelProblem) -> Reply<OpenAI.EmbeddingAnswer, Never> {
        let model = try models.find(request.model)
        let child = Question.Call(path: "/v1/embeddings", body: request.bytes)
        return .asking(
            Question(model: model.id, keepAlive: request.keepAlive, way: .relayed(child, isEventStream: false))
        )
    }

    private func list(_ call: Incoming) -> Reply<OpenAI.ModelList, Never> {
        var answer = OpenAI.ModelList()
        answer.object = "list"
        answer.data = models.catalog.models.map(describe).sorted { $0.id < $1.id }
        return .whole(answer)
    }

    private func show(_ path: Path<OpenAI.ModelPath>) throws(LookUpProblem) -> Reply<OpenAI.ModelEntry, Never> {
        do throws(ModelProblem) {
            let model = try models.find(path.id)
            return .whole(describe(model))
        } catch {
            throw LookUpProblem(problem: error.problem)
        }
    }

    private func describe(_ model: Router.ModelEntry) -> OpenAI.ModelEntry {
        let file = models.file(of: model)
        var entry = OpenAI.ModelEntry()
        entry.id = model.id.name
        entry.object = "model"
        entry.created = Int(file?.modified.components.seconds ?? 0)
        entry.ownedBy = "paddock"
        entry.summary = model.summary
        entry.loaded = router.instance(of: model.id) != nil
        entry.capabilities = models.capabilities(of: model)?.map(\.rawValue) ?? []
        entry.contextLength = file?.header.contextLength
        return entry
    }
}
