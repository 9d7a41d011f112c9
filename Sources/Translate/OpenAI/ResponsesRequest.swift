package import Schema

extension OpenAI {
    /// Source: OpenAI, "Create a model response".
    package struct ResponseRequest: Shape {
        package struct Fields {
            package let model = Field<String?>("model", "An id or alias of models.yaml; left out, its `default_model`.")
            package let input = Field<ResponseInput>("input", "What to answer: a text, or the conversation's items.")
            package let instructions = Field<String?>("instructions", "What the model is told before the input.")
            package let stream = Field<Bool>(
                "stream",
                "Whether to answer in events while the text grows.",
                default: false
            )
            package let maxOutputTokens = Field<Int?>(
                "max_output_tokens",
                "The most tokens to answer, thoughts included.",
                in: 1...Int(Int32.max)
            )
            package let temperature = Field<Double?>(
                "temperature",
                "How freely words are chosen; 0 takes the likeliest.",
                in: 0...2
            )
            package let topP = Field<Double?>(
                "top_p",
                "Only the likeliest words that make up this share are chosen from.",
                in: 0...1
            )
            package let topLogprobs = Field<Int?>(
                "top_logprobs",
                "How many of the likeliest tokens to tell at each place.",
                in: 0...20
            )
            package let text = Field<ResponseText?>(
                "text",
                "What the answer must be: text, JSON, or JSON of a schema. Beside tools it binds the text of an answer "
                    + "without calls: such an answer is made a second time, bound by it."
            )
            package let tools = Field<[ResponseTool]?>("tools", "Functions that the model may ask to be called.")
            package let toolChoice = Field<ResponseToolChoice?>(
                "tool_choice",
                "`none`, `auto`, `required`, one function, or the allowed ones."
            )
            package let parallelToolCalls = Field<Bool>(
                "parallel_tool_calls",
                "Whether it may ask for several calls at once; if not, the answer ends where a second one begins.",
                default: true
            )
            package let reasoning = Field<ResponseReasoning?>("reasoning", "How long a thinking model thinks.")
            package let include = Field<[String]?>(
                "include",
                "What to tell besides: `message.output_text.logprobs`; anything else is passed over."
            )
            package let metadata = Field<[String: String]?>("metadata", "Given back with the answer.")
            package let user = Field<String?>("user", "Who asks; given back with the answer.")
            package let keepAlive = Field<KeepAlive?>(
                "keep_alive",
                "Ours: how long the model stays loaded afterwards; a number counts seconds."
            )
            package let previousResponseID = Field<String?>(
                "previous_response_id",
                "Refused: no answer is kept here. Send the whole conversation in `input`."
            )
            .only(.null, "cannot be used: Paddock keeps no answers. Send the whole conversation in 'input'")
            package let conversation = Field<JSON?>("conversation", "Refused: no conversation is kept here.")
                .only(.null, "cannot be used: Paddock keeps no conversations. Send the whole one in 'input'")
            package let prompt = Field<JSON?>("prompt", "Refused: no prompt is kept here.")
                .only(.null, "cannot be used: Paddock keeps no prompts. Send its text in 'instructions' or 'input'")
            package let background = Field<Bool?>("background", "Refused if true: an answer is made at once.")
                .only(false, "must be false: Paddock keeps no answers that could be fetched later")
            package let store = Field<Bool?>("store", "Taken for the sake of clients: nothing is stored.")
            package let truncation = Field<String?>("truncation", "Taken for the sake of clients: nothing is cut off.")
            package let streamOptions = Field<JSON?>("stream_options", "Taken for the sake of clients.")
            package let serviceTier = Field<String?>("service_tier", "Taken for the sake of clients.")
            package let maxToolCalls = Field<Int?>("max_tool_calls", "Taken for the sake of clients.")
            package let safetyIdentifier = Field<String?>("safety_identifier", "Taken for the sake of clients.")
            package let promptCacheKey = Field<String?>("prompt_cache_key", "Taken for the sake of clients.")
            package let promptCacheRetention = Field<JSON?>("prompt_cache_retention", "Taken for the sake of clients.")
        }
        package static let description = Description(
            "An input to be answered. Fields that are not listed are passed to llama-server as they are.",
            Fields(),
            demands: [
                .checked(
                    "tool_choice",
                    told: .object([:], without: "tool_choice"),
                    .object(["tool_choice": .choice("none", "auto")]),
                    .object([
                        "tools": [ResponseTool].rule(atLeast: 1),
                        "tool_choice": .either([.constant("required"), .map(.any)]),
                    ])
                ) { choice, read in
                    ResponseToolChoice.faults(of: choice) { read("tools") }
                }
            ],
            example: #"{"model":"smollm2","input":"Name three colours.","max_output_tokens":40}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What the answer's text must be.
    package struct ResponseText: Shape {
        package struct Fields {
            package let format = Field<ResponseTextFormat?>("format", "Text, JSON, or JSON of a schema.")
            package let verbosity = Field<String?>("verbosity", "Taken for the sake of clients.")
        }
        package static let description = Description("What the answer's text must be.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// Text, JSON, or JSON of a schema.
    package struct ResponseTextFormat: Shape {
        package struct Fields {
            package let type = Field<Kind>("type", "The form.")
            package let name = Field<String?>("name", "What the schema is called.")
            package let schema = Field<JSONObject?>("schema", "The JSON Schema; only for `json_schema`.")
            package let strict = Field<Bool?>("strict", "Taken for the sake of clients: a schema is always followed.")
        }
        package static let description = Description(
            "Text, JSON, or JSON of a schema.",
            Fields(),
            demands: [
                .checked(by: "type", Way("text", "json_object"), Way("json_schema", needs: ["schema": .any]))
            ]
        )
        package var members = JSONObject()
        package init() {}

        package enum Kind: String, Choice {
            case text
            case object = "json_object"
            case schema = "json_schema"
        }
    }

    /// How long a thinking model thinks.
    package struct ResponseReasoning: Shape {
        package struct Fields {
            package let effort = Field<ReasoningEffort?>("effort", "How long it thinks; `none` is not at all.")
            package let summary = Field<String?>("summary", "Taken for the sake of clients: thoughts are told in full.")
        }
        package static let description = Description("How long a thinking model thinks.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}
