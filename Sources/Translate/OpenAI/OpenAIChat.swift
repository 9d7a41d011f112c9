package import Schema

extension OpenAI {
    /// Source: OpenAI, "Create chat completion"; llama.cpp, `tools/server/README.md` for what OpenAI does not know.
    package struct ChatRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let messages = Field<[ChatMessage]>(
                "messages",
                "The conversation so far, oldest first.",
                atLeast: 1
            )
            package let stream = RequestFields.stream
            package let streamOptions = RequestFields.streamOptions
            package let maxCompletionTokens = Field<Int?>(
                "max_completion_tokens",
                "The most tokens to answer; -1 for no limit.",
                in: 1...Int(Int32.max)
            )
            .or(-1)
            package let maxTokens = Field<Int?>(
                "max_tokens",
                "The older name of `max_completion_tokens`.",
                in: 1...Int(Int32.max)
            )
            .or(-1)
            package let temperature = RequestFields.temperature
            package let topP = RequestFields.topP
            package let topK = RequestFields.topK
            package let minP = RequestFields.minP
            package let repeatPenalty = RequestFields.repeatPenalty
            package let repetitionPenalty = RequestFields.repetitionPenalty
            package let repetitionContextSize = RequestFields.repetitionContextSize
            package let frequencyPenalty = RequestFields.frequencyPenalty
            package let presencePenalty = RequestFields.presencePenalty
            package let seed = RequestFields.seed
            package let stop = RequestFields.stop
            package let count = Field<Int?>("n", "How many answers to make.", in: 1...128)
            package let logprobs = Field<Bool?>("logprobs", "Whether to tell how likely each token was.")
            package let topLogprobs = Field<Int?>(
                "top_logprobs",
                "How many of the likeliest tokens to tell at each place.",
                in: 0...20
            )
            package let logitBias = RequestFields.logitBias
            package let responseFormat = Field<ResponseFormat?>(
                "response_format",
                "What the answer must be: text, JSON, or JSON of a schema. Beside tools it binds the text of an answer "
                    + "without calls: such an answer is made a second time, bound by it."
            )
            package let tools = Field<[Tool]?>("tools", "Functions that the model may ask to be called.")
            package let toolChoice = Field<ToolChoice?>("tool_choice", "`none`, `auto`, `required`, or one function.")
            package let parallelToolCalls = Field<Bool?>(
                "parallel_tool_calls",
                "Whether it may ask for several calls at once; if not, the answer ends where a second one begins."
            )
            package let reasoningEffort = Field<ReasoningEffort?>(
                "reasoning_effort",
                "How long a thinking model thinks."
            )
            package let templateArguments = Field<JSON?>(
                "chat_template_kwargs",
                "llama-server: values for the chat template."
            )
            package let user = RequestFields.user
            package let keepAlive = RequestFields.keepAlive
        }
        package static let description = Description(
            "A conversation to be answered. Fields that are not listed are passed to llama-server as they are.",
            Fields(),
            demands: [
                .checked("top_logprobs", needs: "logprobs"), .checked("stream_options", needs: "stream"),
                .checked(
                    "tool_choice",
                    told: .object([:], without: "tool_choice"),
                    .object(["tool_choice": .choice("none", "auto")]),
                    .object([
                        "tools": [Tool].rule(atLeast: 1), "tool_choice": .either([.constant("required"), .map(.any)]),
                    ])
                ) { choice, read in
                    ToolSelection.faults(of: choice) { read("tools") }
                },
            ],
            example:
                #"{"model":"smollm2","messages":[{"role":"user","content":"Name three colours."}],"max_tokens":40}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One message of a conversation.
    package struct ChatMessage: Shape {
        package struct Fields {
            package let role = Field<Role>("role", "Who says it.")
            package let content = Field<Content?>("content", "What is said; may be missing beside tool calls.")
            package let name = Field<String?>("name", "Whose words they are, or which tool answers.")
            package let toolCalls = Field<[ToolCall]?>("tool_calls", "The calls that the assistant asked for.")
            package let toolCallID = Field<String?>("tool_call_id", "The call that a tool's message answers.")
            package let reasoningContent = Field<String?>("reasoning_content", "What the assistant thought before.")
        }
        package static let description = Description(
            "One message of a conversation.",
            Fields(),
            demands: [
                .checked(
                    by: "role",
                    Way("system", "developer", "user", needs: ["content": .any]),
                    Way("assistant", needs: ["content": .any], unless: "tool_calls"),
                    Way("tool", needs: ["content": .any, "tool_call_id": .any])
                )
            ]
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Who says a message.
    package enum Role: String, Choice {
        case system, developer, user, assistant, tool
    }

    /// A text, or parts of several kinds.
    package struct Content: FieldValue, Hashable {
        package let json: JSON
        // Beside calls of tools, clients send `null` for no content.
        package static var rule: Rule { .either([.text(TextRule()), [ContentPart].rule, .constant(.null)]) }
        package init?(json: JSON) { self.json = json }
    }

    /// One part of a message.
    package struct ContentPart: Shape {
        package struct Fields {
            package let type = Field<PartType>("type", "What it is.")
            package let text = Field<String?>("text", "The text.")
            package let imageURL = Field<PictureSource?>("image_url", "The picture.")
            package let inputAudio = Field<Recording?>("input_audio", "The sound.")
            package let inputVideo = Field<Recording?>("input_video", "llama-server: the film.")
        }
        package static let description = Description(
            "One part of a message.",
            Fields(),
            demands: [
                .checked(
                    by: "type",
                    Way("text", needs: ["text": .any]),
                    Way("image_url", needs: ["image_url": .any]),
                    Way("input_audio", needs: ["input_audio": .any]),
                    Way("input_video", needs: ["input_video": .any])
                )
            ]
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What a part of a message can be.
    package enum PartType: String, Choice {
        case text
        case picture = "image_url"
        case sound = "input_audio"
        case film = "input_video"
    }

    /// One text that ends an answer, or several.
    package struct Stop: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule {
            let text = String.rule(atLeast: 1)
            return .either([text, .list(text, count: 0 ... .max)])
        }
        package init?(json: JSON) { self.json = json }
    }

    /// What a stream tells besides.
    package struct StreamOptions: Shape {
        package struct Fields {
            package let includesUsage = Field<Bool?>(
                "include_usage",
                "Whether a last element tells the tokens that were used."
            )
        }
        package static let description = Description("What a stream tells besides.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// What an answer must be.
    package struct ResponseFormat: Shape {
        package struct Fields {
            package let type = Field<Form>("type", "The kind of answer.")
            package let jsonSchema = Field<JSONObject?>("json_schema", "An object whose `schema` is the JSON Schema.")
        }
        package static let description = Description(
            "What an answer must be.",
            Fields(),
            demands: [
                .checked(
                    by: "type",
                    Way("text", "json_object"),
                    Way("json_schema", needs: ["json_schema": .object(["schema": .map(.any)])])
                )
            ]
        )
        package var members = JSONObject()
        package init() {}

        /// The kind of answer.
        package enum Form: String, Choice {
            case text
            case jsonObject = "json_object"
            case jsonSchema = "json_schema"
        }
    }
}
