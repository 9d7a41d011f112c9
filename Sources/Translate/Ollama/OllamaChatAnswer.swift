package import Schema

extension Ollama {
    /// An answer, or one line of a streamed one.
    ///
    /// Source: Ollama, docs/api.md, "Generate a chat completion".
    package struct ChatAnswer: Shape {
        package struct Fields {
            package let model = AnswerFields.model
            package let createdAt = AnswerFields.createdAt
            package let message = Field<JSON>(
                "message",
                "`role`, `content`, and where there are some `thinking` and `tool_calls`."
            )
            package let done = AnswerFields.done
            package let doneReason = AnswerFields.doneReason
            package let totalDuration = AnswerFields.totalDuration
            package let loadDuration = AnswerFields.loadDuration
            package let promptEvalCount = AnswerFields.promptEvalCount
            package let promptEvalDuration = AnswerFields.promptEvalDuration
            package let evalCount = AnswerFields.evalCount
            package let evalDuration = AnswerFields.evalDuration
            package let logprobs = AnswerFields.logprobs
        }
        package static let description = Description(
            "An answer in Ollama's words, or one line of it.",
            Fields(),
            example: """
                {"model":"smollm2","created_at":"2026-08-21T09:30:00.25Z","message":{"role":"assistant",\
                "content":"Red, green, blue."},"done":true,"done_reason":"stop","total_duration":300000000,\
                "load_duration":1000000,"prompt_eval_count":21,"prompt_eval_duration":90000000,"eval_count":7,\
                "eval_duration":200000000}
                """
        )
        package var members = JSONObject()
        package init() {}
    }
}

extension Ollama.ChatRequest {
    /// Whether it only wants the model to be loaded.
    package var isLoad: Bool { self.messages.isEmpty && !isUnload }

    /// Whether it only wants the model to leave.
    package var isUnload: Bool { self.messages.isEmpty && self.keepAlive == .duration(.zero) }
}

extension Ollama.ChatAnswer {
    /// The answer to a request that only wanted the model to be loaded, or to leave.
    ///
    /// - Parameters:
    ///   - reason: `load` or `unload`.
    ///   - model: The model, as the request spelled it.
    ///   - now: The time.
    package init(only reason: String, _ model: String, at now: Timestamp) {
        self.init()
        self.model = model
        self.createdAt = "\(now)"
        self.message = ["role": "assistant", "content": ""]
        self.done = true
        self.doneReason = reason
    }
}
