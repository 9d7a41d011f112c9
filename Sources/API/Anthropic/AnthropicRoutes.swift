import Providers
import Router
import Schema
import Translate

/// What Anthropic's clients call.
struct AnthropicRoutes {
    let models: ModelShelf

    /// The table's rows.
    var all: [Route] {
        [
            .post("/v1/messages", "Answers a conversation.", id: "createMessage", as: .anthropic, answer),
            .post(
                "/v1/messages/count_tokens",
                "Counts the tokens of a conversation, without answering it.",
                id: "countMessageTokens",
                as: .anthropic,
                count
            ),
        ]
    }

    private func answer(
        _ request: Checked<Anthropic.MessagesRequest>
    ) throws(ModelProblem) -> Reply<Anthropic.MessagesAnswer, NamedEvents<Anthropic.StreamEvent>> {
        let request = request.value
        let model = try models.find(request.model)
        let (name, limit) = (model.id.name, request.maxTokens)
        let chat = try chat(to: model) { () throws(TranslationFaults) in try OpenAI.ChatRequest(translating: request) }
        let call = Question.Call(path: "/v1/chat/completions", json: chat)
        let thoughts = request.tellsThoughts
        let way: Question.Way =
            request.stream
            ? .translated(
                call,
                AnthropicStream(model: name, limit: limit, tellsThoughts: thoughts),
                mediaType: NamedEvents<Anthropic.StreamEvent>.mediaType
            )
            : .collected(call, AnthropicAggregate(model: name, limit: limit, tellsThoughts: thoughts))
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }

    private func count(
        _ request: Checked<Anthropic.CountRequest>
    ) throws(ModelProblem) -> Reply<Anthropic.CountAnswer, Never> {
        let request = request.value
        let model = try models.find(request.model)
        let chat = try chat(to: model) { () throws(TranslationFaults) in try OpenAI.ChatRequest(counting: request) }
        // The child makes the prompt that a chat would get, pictures included, and computes nothing of it.
        let call = Question.Call(path: "/v1/chat/completions/input_tokens", json: chat)
        let counting = OneQuestion(call) { $0["input_tokens"].map { ["input_tokens": $0] } }
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .prepared(counting)))
    }

    /// A translated request, with what holds for the model where the request says nothing.
    private func chat(
        to model: Router.ModelEntry,
        _ translated: () throws(TranslationFaults) -> OpenAI.ChatRequest
    ) throws(ModelProblem) -> JSON {
        try models.check(.text, of: model)
        do throws(TranslationFaults) {
            return try translated().filled(by: models.defaults(for: model)).json
        } catch {
            throw ModelProblem(Problem(error.violations))
        }
    }
}
