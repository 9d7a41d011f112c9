package import Schema

extension Ollama {
    /// Source: Ollama, docs/api.md, "Generate a chat completion".
    package struct ChatRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let messages = Field<[Message]>(
                "messages",
                "The conversation so far, oldest first; empty only loads the model, or with `keep_alive` 0 unloads it.",
                default: []
            )
            package let tools = Field<[OpenAI.Tool]?>("tools", "Functions that the model may ask to be called.")
            package let format = RequestFields.format
            package let stream = RequestFields.stream
            package let keepAlive = RequestFields.keepAlive
            package let options = RequestFields.options
            package let think = RequestFields.think
            package let logprobs = RequestFields.logprobs
            package let topLogprobs = RequestFields.topLogprobs
            package let truncate = RequestFields.truncate
            package let shift = RequestFields.shift
            package let rendersOnly = RequestFields.rendersOnly
        }
        package static let description = Description(
            "A conversation to be answered, in Ollama's words.",
            Fields(),
            example: """
                {"model":"smollm2","messages":[{"role":"user","content":"Name three colours."}],\
                "options":{"num_predict":40}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One message of a conversation.
    package struct Message: Shape {
        package struct Fields {
            package let role = Field<String>(
                "role",
                "Who says it: `system`, `user`, `assistant` or `tool`.",
                atLeast: 1
            )
            package let content = Field<OpenAI.Content?>("content", "What is said.")
            package let thinking = Field<String?>("thinking", "What the assistant thought before.")
            package let images = Field<[String]?>("images", "Pictures in base64, with or without a `data:` head.")
            package let toolCalls = Field<[ToolCall]?>("tool_calls", "The calls that the assistant asked for.")
            package let toolName = Field<String?>("tool_name", "Which tool answers.")
            package let toolCallID = Field<String?>("tool_call_id", "The call that a tool's message answers.")
        }
        package static let description = Description("One message of a conversation.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// A call that the model asked for.
    package struct ToolCall: Shape {
        package struct Fields {
            package let id = Field<String?>("id", "What the tool's answer refers to.")
            package let function = Field<CalledFunction>("function", "What is called.")
        }
        package static let description = Description("A call that the model asked for.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// What is called.
    package struct CalledFunction: Shape {
        package struct Fields {
            package let name = Field<String>("name", "The function's name.", atLeast: 1)
            package let arguments = Field<Arguments?>("arguments", "An object, or the text of one.")
        }
        package static let description = Description("What is called.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// The arguments of a call: an object, or the text of one.
    package struct Arguments: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule {
            var text = TextRule()
            text.fault = { object(in: $0) == nil ? "must be a JSON object, or the text of one" : nil }
            return .either([.map(.any), .text(text)])
        }
        package init?(json: JSON) { self.json = json }

        /// The arguments by name; an empty text has none.
        var object: JSONObject { json.object ?? Self.object(in: json.string ?? "") ?? [:] }

        private static func object(in text: String) -> JSONObject? {
            text.allSatisfy(\.isWhitespace) ? [:] : (try? JSON(parsing: text))?.object
        }
    }

    /// The form of an answer: the word `json`, or a JSON Schema.
    package struct Format: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule {
            var text = TextRule()
            let words = ["", "json", "json_object"]
            text.choices = words
            text.fault = { text in
                words.contains(text)
                    ? nil : #"invalid format: "\"\#(text)\""; expected "json" or a valid JSON Schema object"#
            }
            text.isFaultKnown = true
            return .either([.text(text), .map(.any)])
        }
        package init?(json: JSON) { self.json = json }
    }

    /// Whether to think, or how much.
    package struct Think: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule {
            var text = TextRule()
            let levels = ["low", "medium", "high", "max"]
            text.choices = levels
            text.fault = { text in
                levels.contains(text)
                    ? nil
                    : #"invalid think value: "\#(text)" (must be "high", "medium", "low", "max", true, or false)"#
            }
            text.isFaultKnown = true
            return .either([.bool, .text(text)])
        }
        package init?(json: JSON) { self.json = json }
    }
}
