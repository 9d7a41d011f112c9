import Router
import Schema
import Translate

extension OpenAIRoutes {
    func complete(
        _ request: Original<OpenAI.CompletionRequest>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<OpenAI.CompletionAnswer, Events<OpenAI.CompletionAnswer>> {
        let model = try models.find(request.model, for: caller)
        try models.check(.text, of: model)
        let filling = request.filling(models.defaults(for: model).members)
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way(of: request, filling)))
    }

    private func way(
        of request: Original<OpenAI.CompletionRequest>,
        _ filling: [(key: String, value: String)]
    ) -> Question.Way {
        let path: StaticString = "/v1/completions"
        let call = Question.Call(path: path, body: request.setting(filling))
        if (request.logprobs ?? 0) > 0 {
            let respelling = CompletionRespelling(of: request.prompt)
            guard !request.stream else { return .translated(call, respelling, mediaType: "text/event-stream") }
            // A stream leaves out the probabilities of tokens without text.
            return .prepared(
                OneQuestion(call) { answer in
                    var respelling = respelling
                    return answer.object.map { respelling.respelled($0) }
                }
            )
        }
        if request.stream {
            guard request.prompt.isSeveral else { return .relayed(call, isEventStream: true) }
            return .translated(call, EventFilter(), mediaType: "text/event-stream")
        }
        guard !request.has("response_fields") else {
            return .relayed(call, isEventStream: false)
        }
        // The child is asked for a stream all the same: it notices at once when the stream's reader leaves.
        let body = request.setting(filling + [("stream", "true")])
        return .collected(Question.Call(path: path, body: body), CompletionAggregator())
    }
}
