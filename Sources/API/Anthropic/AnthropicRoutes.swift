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
        _ request: Checked<Anthropic.MessagesRequest>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<Anthropic.MessagesAnswer, NamedEvents<Anthropic.StreamEvent>> {
        let request = request.value
        let model = try models.find(request.model, for: caller)
        let (name, limit) = (model.id.name, request.maxTokens)
        let chat = try chat(OpenAI.ChatRequest(translating: request), to: model)
        let thoughts = request.tellsThoughts
        let way =
            request.stream
            ? chat.way(
                AnthropicStream(model: name, limit: limit, tellsThoughts: thoughts),
                mediaType: NamedEvents<Anthropic.StreamEvent>.mediaType
            )
            : chat.way(AnthropicAggregate(model: name, limit: limit, tellsThoughts: thoughts))
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }

    private func count(
        _ request: Checked<Anthropic.CountRequest>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<Anthropic.CountAnswer, Never> {
        let request = request.value
        let model = try models.find(request.model, for: caller)
        let chat = try chat(OpenAI.ChatRequest(counting: request), to: model)
        // The child makes the prompt that a chat would get, pictures included, and computes nothing of it.
        let call = Question.Call(path: "/v1/chat/completions/input_tokens", json: chat.json)
        let counting = OneQuestion(call) { $0["input_tokens"].map { ["input_tokens": $0] } }
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .prepared(counting)))
    }

    /// A translated request, with what holds for the model where the request says nothing.
    private func chat(
        _ translated: OpenAI.ChatRequest,
        to model: Router.ModelEntry
    ) throws(ModelProblem) -> OpenAI.ChatRequest {
        try models.check(.text, of: model)
        try models.check(OpenAI.ToolUse(of: translated.members), of: model)
        return translated.filled(by: models.defaults(for: model))
    }
}
