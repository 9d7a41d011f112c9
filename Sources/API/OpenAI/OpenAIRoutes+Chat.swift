import Router
import Schema
import Translate

extension OpenAIRoutes {
    func chat(
        _ request: Original<OpenAI.ChatRequest>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<OpenAI.ChatAnswer, Events<OpenAI.ChatChunk>> {
        let model = try models.find(request.model, for: caller)
        try models.check(.text, of: model)
        return .asking(
            Question(model: model.id, keepAlive: request.keepAlive, way: try way(of: request, to: model))
        )
    }

    func countTokens(
        _ request: Original<OpenAI.ChatRequest>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<OpenAI.TokenCount, Never> {
        let model = try models.find(request.model, for: caller)
        try models.check(.text, of: model)
        let call = Question.Call(
            path: "/v1/chat/completions/input_tokens",
            // A stream cannot tell of everything, and the child would say so.
            body: request.setting(
                request.filling(models.defaults(for: model)) + request.selectedTools + [("stream", "false")]
            )
        )
        return .asking(
            Question(model: model.id, keepAlive: request.keepAlive, way: .relayed(call, isEventStream: false))
        )
    }

    private func way(
        of request: Original<OpenAI.ChatRequest>,
        to model: Router.ModelEntry
    ) throws(ModelProblem) -> Question.Way {
        let filling = request.filling(models.defaults(for: model)) + request.selectedTools
        let use = request.toolUse
        try models.check(use, of: model)
        if request.stream {
            guard use.isPlain else {
                var telling = FirstCall.Telling()
                telling.timings = request.text(of: "timings_per_token") == "true"
                telling.usage = request.streamOptions?.includesUsage == true
                let chat = ChatQuestion(
                    use,
                    answers: request.count ?? 1,
                    EventFilter(),
                    telling: telling,
                    mediaType: "text/event-stream"
                )
                return chat.way { request.setting(filling + $0) }
            }
            return .relayed(Question.Call(path: ChatQuestion.path, body: request.setting(filling)), isEventStream: true)
        }
        // A stream leaves out the probabilities of tokens without text, and refuses them beside tools.
        guard request.logprobs != true else {
            let change = use.schema == .leftAway ? [ChatQuestion.noSchema] : []
            let call = Question.Call(path: ChatQuestion.path, body: request.setting(filling + change))
            guard use.isSingle else { return .relayed(call, isEventStream: false) }
            return .prepared(OneQuestion(call) { OpenAI.ChatAnswer(keepingFirstCall: $0)?.json })
        }
        // The child is asked for a stream all the same: it notices at once when the stream's reader leaves.
        let streaming = [("stream", "true"), ("stream_options", #"{"include_usage":true}"#)]
        return ChatQuestion(use, answers: request.count ?? 1, ChatAggregator()).way {
            request.setting(filling + streaming + $0)
        }
    }
}
