import Router
import Schema
import Translate

extension OpenAIRoutes {
    func chat(
        _ request: Original<OpenAI.ChatRequest>
    ) throws(ModelProblem) -> Reply<OpenAI.ChatAnswer, Events<OpenAI.ChatChunk>> {
        let model = try models.find(request.model)
        try check(request, for: model)
        return .asking(
            Question(model: model.id, keepAlive: request.keepAlive, way: try way(of: request, to: model))
        )
    }

    private func way(
        of request: Original<OpenAI.ChatRequest>,
        to model: Router.ModelEntry
    ) throws(ModelProblem) -> Question.Way {
        let path: StaticString = "/v1/chat/completions"
        let filling = request.filling(models.defaults(for: model)) + (try request.selectedTools())
        // A stream leaves out the probabilities of tokens without text, and refuses them beside tools.
        guard !request.stream, request.logprobs != true else {
            return .relayed(
                Question.Call(path: path, body: request.setting(filling)),
                isEventStream: request.stream
            )
        }
        // The child is asked for a stream all the same: it notices at once when the stream's reader leaves.
        let body = request.setting(filling + [("stream", "true"), ("stream_options", #"{"include_usage":true}"#)])
        return .collected(Question.Call(path: path, body: body), ChatAggregator())
    }

    /// Refuses what the child would pass over in silence, or what it must not do.
    private func check(
        _ request: Original<OpenAI.ChatRequest>,
        for model: Router.ModelEntry
    ) throws(ModelProblem) {
        try models.check(.text, of: model)
        var violations: [Violation] = []
        if request.topLogprobs != nil, request.logprobs != true {
            violations.append(Violation(place: "top_logprobs", text: "needs logprobs to be true"))
        }
        // Reading all messages takes time, which only those who send pictures have to spend.
        if models.takesPictures(model) { violations += request.messages.distantMedia }
        guard violations.isEmpty else { throw ModelProblem(Problem(violations)) }
    }
}

extension [OpenAI.ChatMessage] {
    /// The pictures and sounds that llama-server would fetch by itself, from wherever a client says.
    var distantMedia: [Violation] {
        enumerated().flatMap { index, message in
            (message.content?.json.array ?? []).enumerated().compactMap { place, part in
                for kind in ["image_url", "input_audio", "input_video"] {
                    let addresses = [part[kind], part[kind]?["url"], part[kind]?["data"]]
                    guard addresses.contains(where: { $0?.string?.isDistant ?? false }) else { continue }
                    return Violation(
                        place: "messages[\(index)].content[\(place)].\(kind)",
                        text: "must hold its bytes as a data: address; nothing is fetched"
                    )
                }
                return nil
            }
        }
    }
}

extension String {
    /// Whether llama-server takes it for an address to fetch, and not for bytes in base64.
    fileprivate var isDistant: Bool {
        let start = prefix(8).lowercased()
        return start.hasPrefix("http") || start.hasPrefix("file:")
    }
}
