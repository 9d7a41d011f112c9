package import Schema

extension OpenAI {
    /// One item of an answer: a message, a thought, or a function to be called.
    package struct ResponseOutputItem: Shape {
        package struct Fields {
            package let id = Field<String>("id", "The item's own name.")
            package let type = Field<String>("type", "`message`, `reasoning` or `function_call`.")
            package let status = Field<ResponseStatus>("status", "How far it is.")
            package let role = Field<String?>("role", "Always `assistant`; only in a message.")
            package let content = Field<[ResponseOutputPart]?>("content", "What is said or thought, in one part.")
            package let summary = Field<[JSON]?>("summary", "Always empty; only in a thought.")
            package let callID = Field<String?>("call_id", "What the function's output must refer to.")
            package let name = Field<String?>("name", "The function to be called.")
            package let arguments = Field<String?>("arguments", "The call's arguments as a text of JSON.")
        }
        package static let description = Description(
            "One item of an answer: a message, a thought, or a function to be called.",
            Fields(),
            example: """
                {"id":"fc_9f2c81d0e7a64b35_0","type":"function_call","status":"completed","call_id":"x7Qe2",\
                "name":"get_weather","arguments":"{\\"city\\":\\"Paris\\"}"}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The text of a message or of a thought.
    package struct ResponseOutputPart: Shape {
        package struct Fields {
            package let type = Field<String>("type", "`output_text` or `reasoning_text`.")
            package let text = Field<String>("text", "The text.")
            package let annotations = Field<[JSON]?>("annotations", "Always empty; only in a message.")
            package let logprobs = Field<[JSON]?>("logprobs", "How likely each token was, if asked for.")
        }
        package static let description = Description(
            "The text of a message or of a thought.",
            Fields(),
            example: #"{"type":"output_text","text":"Red, green, blue.","annotations":[],"logprobs":[]}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The tokens that an answer used.
    package struct ResponseUsage: Shape {
        package struct Fields {
            package let inputTokens = Field<Int>("input_tokens", "Tokens of the request.")
            package let inputDetails = Field<InputDetails>("input_tokens_details", "More on those of the request.")
            package let outputTokens = Field<Int>("output_tokens", "Tokens of the answer.")
            package let outputDetails = Field<OutputDetails>("output_tokens_details", "More on those of the answer.")
            package let totalTokens = Field<Int>("total_tokens", "Both together.")
        }
        package static let description = Description(
            "The tokens that an answer used.",
            Fields(),
            example: """
                {"input_tokens":21,"input_tokens_details":{"cached_tokens":20,"cache_write_tokens":1},"output_tokens":7,\
                "output_tokens_details":{"reasoning_tokens":0},"total_tokens":28}
                """
        )
        package var members = JSONObject()
        package init() {}

        package struct InputDetails: Shape {
            package struct Fields {
                package let cachedTokens = Field<Int>("cached_tokens", "Those that the model knew already.")
                package let cacheWriteTokens = Field<Int>("cache_write_tokens", "Those that it had to read.")
            }
            package static let description = Description("More on the tokens of the request.", Fields())
            package var members = JSONObject()
            package init() {}
        }

        package struct OutputDetails: Shape {
            package struct Fields {
                package let reasoningTokens = Field<Int>(
                    "reasoning_tokens",
                    "Those of thoughts; one for each piece in which they came."
                )
            }
            package static let description = Description("More on the tokens of the answer.", Fields())
            package var members = JSONObject()
            package init() {}
        }
    }
}
