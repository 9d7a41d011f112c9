package import Schema

extension Anthropic {
    /// Source: Anthropic, "Create a Message", the object `message`.
    package struct MessagesAnswer: Shape {
        package struct Fields {
            package let id = Field<String>("id", "The answer's own name.")
            package let type = Field<String>("type", "Always `message`.")
            package let role = Field<String>("role", "Always `assistant`.")
            package let model = Field<String>("model", "The model's id.")
            package let content = Field<[AnswerBlock]>(
                "content",
                "What is said, thought, and asked of tools; may be empty."
            )
            package let stopReason = Field<StopReason?>("stop_reason", "Why it ended.")
            package let stopSequence = Field<String?>("stop_sequence", "The text of the request that ended it.")
            package let usage = Field<Usage>("usage", "The tokens that were used.")
        }
        package static let description = Description(
            "An answer in Anthropic's words.",
            Fields(),
            example: """
                {"id":"msg_1","type":"message","role":"assistant","model":"smollm2",\
                "content":[{"type":"text","text":"Red, green, blue."}],"stop_reason":"end_turn","stop_sequence":null,\
                "usage":{"input_tokens":21,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,\
                "output_tokens":7}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One part of an answer; its type says which fields it has.
    package struct AnswerBlock: Shape {
        package struct Fields {
            package let type = Field<AnswerBlockType>("type", "What it is.")
            package let text = Field<String?>("text", "`text`: what is said.")
            package let thinking = Field<String?>("thinking", "`thinking`: what is thought.")
            package let signature = Field<String?>("signature", "`thinking`: always empty.")
            package let id = Field<String?>("id", "`tool_use`: what the tool's answer refers to.")
            package let name = Field<String?>("name", "`tool_use`: the tool.")
            package let input = Field<[String: JSON]?>("input", "`tool_use`: what to call it with.")
        }
        package static let description = Description(
            "One part of an answer; its type says which fields it has.",
            Fields(),
            example: #"{"type":"tool_use","id":"toolu_1","name":"get_weather","input":{"city":"Paris"}}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What a part of an answer can be.
    package enum AnswerBlockType: String, Choice {
        case text, thinking
        case toolUse = "tool_use"
    }

    /// Why an answer ended.
    package enum StopReason: String, Choice {
        case endTurn = "end_turn"
        case maxTokens = "max_tokens"
        case stopSequence = "stop_sequence"
        case toolUse = "tool_use"
        case contextWindowExceeded = "model_context_window_exceeded"
    }

    /// The tokens that a request used; those of the prompt are the sum of the first three.
    package struct Usage: Shape {
        package struct Fields {
            package let inputTokens = Field<Int>("input_tokens", "Tokens of the prompt that were computed.")
            package let cacheCreation = Field<Int>("cache_creation_input_tokens", "Always 0.")
            package let cacheRead = Field<Int>(
                "cache_read_input_tokens",
                "Tokens of the prompt that were known already."
            )
            package let outputTokens = Field<Int>("output_tokens", "Tokens of the answer.")
        }
        package static let description = Description(
            "The tokens that a request used; those of the prompt are the sum of the first three.",
            Fields()
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Source: Anthropic, "Streaming Messages".
    package struct StreamEvent: Shape {
        package struct Fields {
            package let type = Field<StreamEventType>("type", "What happens; the line `event:` says it as well.")
            package let message = Field<JSON?>("message", "`message_start`: the answer, still empty.")
            package let index = Field<Int?>("index", "`content_block_…`: which part of the answer, from 0.")
            package let contentBlock = Field<AnswerBlock?>(
                "content_block",
                "`content_block_start`: the part, still empty."
            )
            package let delta = Field<JSON?>(
                "delta",
                "`content_block_delta`: what the part grows by. `message_delta`: why the answer ended."
            )
            package let usage = Field<Usage?>("usage", "`message_delta`: the tokens that were used.")
        }
        package static let description = Description(
            "One event of a streamed answer.",
            Fields(),
            example: #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Red"}}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What can happen in a stream, in this order; the parts of an answer come one after the other.
    package enum StreamEventType: String, Choice {
        case messageStart = "message_start"
        case contentBlockStart = "content_block_start"
        case contentBlockDelta = "content_block_delta"
        case contentBlockStop = "content_block_stop"
        case messageDelta = "message_delta"
        case messageStop = "message_stop"
    }

    /// Source: Anthropic, "Count tokens in a Message".
    package struct CountAnswer: Shape {
        package struct Fields {
            package let inputTokens = Field<Int>("input_tokens", "Tokens of messages, instructions and tools.")
        }
        package static let description = Description("A number of tokens.", Fields(), example: #"{"input_tokens":21}"#)
        package var members = JSONObject()
        package init() {}
    }
}
