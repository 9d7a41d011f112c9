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
            )
        ]
    }

    private func respond(
        _ request: Checked<OpenAI.ResponseRequest>
    ) throws(ModelProblem) -> Reply<OpenAI.Response, NamedEvents<OpenAI.ResponseEvent>> {
        let request = request.value
        let model = try models.find(request.model)
        try models.check(.text, of: model)
        let chat: OpenAI.ChatRequest
        do throws(TranslationFaults) { chat = try OpenAI.ChatRequest(translating: request) } catch {
            throw ModelProblem(Problem(error.violations))
        }
        let child = Question.Call(
            path: "/v1/chat/completions",
            json: chat.filled(by: models.defaults(for: model)).json
        )
        let response = OpenAI.Response(to: request, by: model.id.name, id: Self.newID, at: WallClock.now)
        let way: Question.Way =
            request.stream
            ? .translated(
                child,
                ResponsesStream(response),
                mediaType: NamedEvents<OpenAI.ResponseEvent>.mediaType
            )
            : .collected(child, ResponsesAggregate(response))
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }

    /// A name that no other answer has: 120 random bits, and no leading zeros to lose.
    private static var newID: String {
        let halves = (0..<2).map { _ in String(UInt64.random(in: 1 << 60 ... .max), radix: 16) }
        return "resp_" + halves.joined()
    }
}
