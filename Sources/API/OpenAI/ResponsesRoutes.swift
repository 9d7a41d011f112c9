import Providers
import Router
import Schema
import Translate

/// What OpenAI's clients call in its newer words.
struct ResponsesRoutes {
    let models: ModelShelf

    /// The table's rows.
    var all: [Route] {
        [
            .post(
                "/v1/responses",
                "Answers an input, in OpenAI's newer words.",
                id: "createResponse",
                as: .openAI,
                respond
            ).also(at: "/responses"),
            .post(
                "/v1/responses/input_tokens",
                "Counts the tokens of an input, without answering it.",
                id: "countResponseTokens",
                as: .openAI,
                countTokens
            ).also(at: "/responses/input_tokens"),
        ]
    }

    private func respond(
        _ request: Checked<OpenAI.ResponseRequest>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<OpenAI.Response, NamedEvents<OpenAI.ResponseEvent>> {
        let request = request.value
        let model = try models.find(request.model, for: caller)
        let chat = try chat(request, to: model)
        let response = OpenAI.Response(to: request, by: model.id.name, id: Self.newID, at: WallClock.now)
        let way =
            request.stream
            ? chat.way(ResponsesStream(response), mediaType: NamedEvents<OpenAI.ResponseEvent>.mediaType)
            : chat.way(ResponsesAggregate(response))
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }

    private func countTokens(
        _ request: Checked<OpenAI.ResponseRequest>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<OpenAI.TokenCount, Never> {
        let request = request.value
        let model = try models.find(request.model, for: caller)
        // The child makes the prompt that a chat would get, and computes nothing of it; what it says of an answer that
        // it could not give is of no interest.
        var chat = try chat(request, to: model)
        chat.stream = false
        let call = Question.Call(path: "/v1/chat/completions/input_tokens", json: chat.json)
        return .asking(
            Question(model: model.id, keepAlive: request.keepAlive, way: .relayed(call, isEventStream: false))
        )
    }

    /// The chat that a request is, with what holds for the model where the request says nothing.
    private func chat(
        _ request: OpenAI.ResponseRequest,
        to model: Router.ModelEntry
    ) throws(ModelProblem) -> OpenAI.ChatRequest {
        try models.check(.text, of: model)
        let chat = OpenAI.ChatRequest(translating: request)
        try models.check(OpenAI.ToolUse(of: chat.members), of: model)
        return chat.filled(by: models.defaults(for: model))
    }

    /// A name that no other answer has: 120 random bits, and no leading zeros to lose.
    private static var newID: String {
        let halves = (0..<2).map { _ in String(UInt64.random(in: 1 << 60 ... .max), radix: 16) }
        return "resp_" + halves.joined()
    }
}
