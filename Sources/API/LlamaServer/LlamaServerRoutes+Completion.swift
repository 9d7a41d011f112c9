import Router
import Schema
import Translate

extension LlamaServerRoutes {
    func complete(
        _ request: Original<LlamaCpp.CompletionRequest>,
        _ query: Query<LlamaCpp.ModelQuery>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<LlamaCpp.Continuation, Events<LlamaCpp.CompletionAnswer>> {
        let model = try find(request.model, query, for: caller)
        try models.check(.text, of: model)
        let isSeveral = OpenAI.Prompt(json: request.prompt.json)?.isSeveral == true
        let form = AnswerForm(
            isStream: request.stream,
            isSeveral: isSeveral,
            isSelective: request.responseFields != nil || (request.probabilities ?? 0) > 0,
            tellsTokens: request.tellsTokens == true
        )
        let way = form.way("/completion", request, filling(request, for: model))
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }

    func infill(
        _ request: Original<LlamaCpp.InfillRequest>,
        _ query: Query<LlamaCpp.ModelQuery>,
        _ caller: Caller
    ) throws(ModelProblem) -> Reply<LlamaCpp.CompletionAnswer, Events<LlamaCpp.CompletionAnswer>> {
        let model = try find(request.model, query, for: caller)
        try models.check(.text, of: model)
        let form = AnswerForm(
            isStream: request.stream,
            isSelective: request.responseFields != nil || (request.probabilities ?? 0) > 0,
            tellsTokens: request.tellsTokens == true
        )
        let way = form.way("/infill", request, filling(request, for: model))
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: way))
    }

    private func filling(
        _ request: Original<some Shape>,
        for model: Router.ModelEntry
    ) -> [(key: String, value: String)] {
        request.filling(models.defaults(for: model).members, limit: "n_predict")
    }
}

/// The form of an answer that a client of llama-server wants.
private struct AnswerForm {
    let isStream: Bool
    /// Whether there are several prompts.
    var isSeveral = false
    /// Whether it wants what a stream does not tell in full.
    let isSelective: Bool
    /// Whether it wants the numbers of the tokens.
    let tellsTokens: Bool

    func way(
        _ path: StaticString,
        _ request: Original<some Shape>,
        _ filling: [(key: String, value: String)]
    ) -> Question.Way {
        let call = Question.Call(path: path, body: request.setting(filling))
        switch (isStream, isSeveral, isSelective) {
        case (true, true, _): return .translated(call, EventFilter(endsWithDone: false), mediaType: "text/event-stream")
        case (true, false, _): return .relayed(call, isEventStream: true)
        case (false, _, true): return .relayed(call, isEventStream: false)
        case (false, _, false):
            // The child is asked for a stream all the same: it notices at once when the stream's reader leaves.
            let body = request.setting(filling + [("stream", "true")])
            return .collected(Question.Call(path: path, body: body), NativeAggregator(tellsTokens: tellsTokens))
        }
    }
}
