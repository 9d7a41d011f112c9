package import Schema

extension OpenAI {
    /// Source: OpenAI, "The chat completion object".
    package struct ChatAnswer: Shape {
        package struct Fields {
            package let choices = Field<[AnswerChoice]>("choices", "The answers; one unless `n` asked for more.")
            package let created = Field<Int>("created", "When it was made, in seconds since 1970.")
            package let model = Field<String>("model", "The model's id.")
            package let systemFingerprint = Field<String?>("system_fingerprint", "The build of llama-server.")
            package let object = Field<String>("object", "Always `chat.completion`.")
            package let usage = Field<Usage?>("usage", "The tokens that were used.")
            package let id = Field<String>("id", "The answer's own name.")
            package let timings = Field<JSON?>(
                "timings",
                "llama-server: how long reading and writing took, in milliseconds."
            )
        }
        package static let description = Description(
            "An answer.",
            Fields(),
            example: """
                {"choices":[{"finish_reason":"stop","index":0,\
                "message":{"role":"assistant","content":"Red, green, blue."}}],\
                "created":1764000000,"model":"smollm2","system_fingerprint":"b11434","object":"chat.completion",\
                "usage":{"completion_tokens":7,"prompt_tokens":21,"total_tokens":28},"id":"chatcmpl-1",\
                "timings":{"cache_n":0,"prompt_n":21,"prompt_ms":90.5,"predicted_n":7,"predicted_ms":200.5}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One answer of several.
    package struct AnswerChoice: Shape {
        package struct Fields {
            package let finishReason = Field<String?>("finish_reason", "`stop`, `length` or `tool_calls`.")
            package let index = Field<Int>("index", "Which of several answers, from 0.")
            package let message = Field<JSON>(
                "message",
                "`role`, `content`, and where there are some `reasoning_content` and `tool_calls`."
            )
            package let logprobs = Field<JSON?>("logprobs", "How likely each token was.")
        }
        package static let description = Description("One answer of several.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// Source: OpenAI, "The chat completion chunk object".
    package struct ChatChunk: Shape {
        package struct Fields {
            package let choices = Field<[ChunkChoice]>(
                "choices",
                "What is new; empty in the element that tells the usage."
            )
            package let created = Field<Int>("created", "When the answer began, in seconds since 1970.")
            package let id = Field<String>("id", "The answer's own name; the same in all elements.")
            package let model = Field<String>("model", "The model's id.")
            package let systemFingerprint = Field<String?>("system_fingerprint", "The build of llama-server.")
            package let object = Field<String>("object", "Always `chat.completion.chunk`.")
            package let usage = Field<Usage?>(
                "usage",
                "The tokens that were used; only in the last element, if asked for."
            )
            package let timings = Field<JSON?>(
                "timings",
                "llama-server: how long reading and writing took, in milliseconds."
            )
        }
        package static let description = Description(
            "One element of a streamed answer.",
            Fields(),
            example: """
                {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"Red"}}],"created":1764000000,\
                "id":"chatcmpl-1","model":"smollm2","object":"chat.completion.chunk"}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What is new in one answer of several.
    package struct ChunkChoice: Shape {
        package struct Fields {
            package let finishReason = Field<String?>("finish_reason", "Why it ended; null before it did.")
            package let index = Field<Int>("index", "Which of several answers, from 0.")
            package let delta = Field<JSON>(
                "delta",
                "The new part of `role`, `content`, `reasoning_content` or `tool_calls`."
            )
            package let logprobs = Field<JSON?>("logprobs", "How likely each token was.")
        }
        package static let description = Description("What is new in one answer of several.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// The tokens that a request used.
    package struct Usage: Shape {
        package struct Fields {
            package let promptTokens = Field<Int>("prompt_tokens", "Tokens of the request.")
            package let completionTokens = Field<Int?>("completion_tokens", "Tokens of the answer.")
            package let totalTokens = Field<Int>("total_tokens", "Both together.")
        }
        package static let description = Description("The tokens that a request used.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}
