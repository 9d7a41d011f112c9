package import Schema

extension Ollama {
    /// An answer, or one line of a streamed one.
    ///
    /// Source: Ollama, docs/api.md, "Generate a chat completion".
    package struct ChatAnswer: Shape {
        package struct Fields {
            package let model = Field<String>("model", "The model, as the request spelled it.")
            package let createdAt = Field<String>("created_at", "When this was said.")
            package let message = Field<JSON>(
                "message",
                "`role`, `content`, and where there are some `thinking` and `tool_calls`."
            )
            package let done = Field<Bool>("done", "Whether this is the last of the answer.")
            package let doneReason = Field<String?>(
                "done_reason",
                "Why it ended: `stop`, `length`, `load` or `unload`."
            )
            package let totalDuration = Field<Int?>(
                "total_duration",
                "From the request's arrival to the end, in nanoseconds."
            )
            package let loadDuration = Field<Int?>(
                "load_duration",
                "From the request's arrival until the model could be used, in nanoseconds."
            )
            package let promptEvalCount = Field<Int?>("prompt_eval_count", "Tokens of the request.")
            package let promptEvalDuration = Field<Int?>(
                "prompt_eval_duration",
                "How long reading them took, in nanoseconds."
            )
            package let evalCount = Field<Int?>("eval_count", "Tokens of the answer.")
            package let evalDuration = Field<Int?>("eval_duration", "How long writing them took, in nanoseconds.")
            package let logprobs = Field<JSON?>("logprobs", "How likely each token was.")
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
