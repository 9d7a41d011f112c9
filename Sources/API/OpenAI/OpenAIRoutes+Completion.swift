import Router
import Schema
import Translate

extension OpenAIRoutes {
    func complete(
        _ request: Original<OpenAI.CompletionRequest>
    ) throws(ModelProblem) -> Reply<OpenAI.CompletionAnswer, Events<OpenAI.CompletionAnswer>> {
        let model = try models.find(request.model)
        try models.check(.text, of: model)
        let violations = request.unheeded
        guard violations.isEmpty else { throw ModelProblem(Problem(violations)) }
        let filling = request.filling(models.defaults(for: model).members)
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way(of: request, filling)))
    }

    private func way(
        of request: Original<OpenAI.CompletionRequest>,
        _ filling: [(key: String, value: String)]
    ) -> Question.Way {
        let path: StaticString = "/v1/completions"
        let call = Question.Call(path: path, body: request.setting(filling))
        if request.stream {
            guard request.prompt.isSeveral else { return .relayed(call, isEventStream: true) }
            return .translated(call, EventFilter(), mediaType: "text/event-stream")
        }
        // A stream leaves out the probabilities of tokens without text.
        guard (request.logprobs ?? 0) == 0, !request.has("response_fields") else {
            return .relayed(call, isEventStream: false)
        }
        // The child is asked for a stream all the same: it notices at once when the stream's reader leaves.
        let body = request.setting(filling + [("stream", "true")])
        return .collected(Question.Call(path: path, body: body), CompletionAggregator())
    }
}

extension Original<OpenAI.CompletionRequest> {
    /// What llama-server would pass over in silence, and what to say of it instead.
    fileprivate var unheeded: [Violation] {
        guard let count = self.bestOf, count > self.count ?? 1 else { return [] }
        return [Violation(place: "best_of", text: "must not be more than n: all answers are given")]
    }
}
