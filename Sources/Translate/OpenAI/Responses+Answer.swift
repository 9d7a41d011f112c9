import Schema

extension OpenAI.Response {
    /// The answer to a request as it is before anything of it has come.
    ///
    /// - Parameters:
    ///   - request: What it answers.
    ///   - model: The model's id.
    ///   - id: The answer's own name, beginning with `resp_`.
    ///   - now: When it begins.
    package init(to request: OpenAI.ResponseRequest, by model: String, id: String, at now: Timestamp) {
        self.init()
        self.id = id
        self.object = "response"
        self.createdAt = now.seconds
        self.status = .inProgress
        self.background = false
        self.model = model
        self.output = []
        self.parallelToolCalls = request.parallelToolCalls
        self.store = false
        members["tool_choice"] = request.toolChoice?.json ?? "auto"
        self.tools = request.tools ?? []
        self.topLogprobs = request.topLogprobs ?? 0
        self.truncation = "disabled"
        var text = request.text ?? OpenAI.ResponseText()
        if text.format == nil { text.members["format"] = ["type": "text"] }
        self.text = text
        self.metadata = request.metadata ?? [:]
        // OpenAI's clients expect these to be there, null where nothing was said.
        for key in ["instructions", "max_output_tokens", "reasoning", "temperature", "top_p", "user"] {
            members[key] = request.members[key] ?? .null
        }
        for key in ["completed_at", "error", "incomplete_details", "previous_response_id", "usage"] {
            members[key] = .null
        }
    }
}
