package import Schema

extension Anthropic {
    /// Source: Anthropic, "Create a Message".
    package struct MessagesRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let maxTokens = Field<Int>(
                "max_tokens",
                "The most tokens to answer, thoughts included.",
                in: 1...Int(Int32.max)
            )
            package let messages = RequestFields.messages
            package let system = RequestFields.system
            package let stream = Field<Bool>(
                "stream",
                "Whether to answer in events while the text grows.",
                default: false
            )
            package let stopSequences = Field<[StopSequence]?>("stop_sequences", "Texts that end the answer.")
            package let temperature = Field<Double?>(
                "temperature",
                "How freely words are chosen; 0 takes the likeliest.",
                in: 0...1
            )
            package let topP = Field<Double?>(
                "top_p",
                "Only the likeliest words that make up this share are chosen from.",
                in: 0...1
            )
            package let topK = Field<Int?>(
                "top_k",
                "Only so many of the likeliest words are chosen from; 0 for all.",
                in: 0...Int(Int32.max)
            )
            package let tools = RequestFields.tools
            package let toolChoice = RequestFields.toolChoice
            package let thinking = RequestFields.thinking
            package let outputConfig = RequestFields.outputConfig
            package let metadata = Field<JSON?>("metadata", "Who asks; not looked at.")
            package let serviceTier = Field<String?>("service_tier", "Taken for the sake of clients.")
            package let cacheControl = RequestFields.cacheControl
            package let keepAlive = RequestFields.keepAlive
        }
        package static let description = Description(
            "A conversation to be answered, in Anthropic's words. Fields that are not listed are passed to llama-server "
                + "as they are.",
            Fields(),
            demands: [RequestFields.choiceDemand, RequestFields.nameDemand],
            example: """
                {"model":"smollm2","max_tokens":40,"messages":[{"role":"user","content":"Name three colours."}]}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Source: Anthropic, "Count tokens in a Message".
    package struct CountRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let messages = RequestFields.messages
            package let system = RequestFields.system
            package let tools = RequestFields.tools
            package let toolChoice = RequestFields.toolChoice
            package let thinking = RequestFields.thinking
            package let outputConfig = RequestFields.outputConfig
            package let cacheControl = RequestFields.cacheControl
            package let keepAlive = RequestFields.keepAlive
        }
        package static let description = Description(
            "A conversation whose tokens are to be counted.",
            Fields(),
            demands: [RequestFields.choiceDemand, RequestFields.nameDemand],
            example: #"{"model":"smollm2","messages":[{"role":"user","content":"Name three colours."}]}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The fields that both requests have.
    enum RequestFields {
        static let model = Field<String?>("model", "An id or alias of models.yaml; left out, its `default_model`.")
        static let messages = Field<[Message]>(
            "messages",
            "The conversation so far, oldest first. If the assistant has the last word, the answer goes on from it.",
            atLeast: 1
        )
        static let system = Field<SystemPrompt?>("system", "Instructions: a text, or blocks of text.")
        static let tools = Field<[Tool]?>("tools", "Functions that the model may ask to be called.")
        static let toolChoice = Field<ToolChoice?>("tool_choice", "Whether it may, or must, ask for one.")
        static let thinking = Field<Thinking?>(
            "thinking",
            "Whether a thinking model thinks, and how long; left out, it does not."
        )
        static let outputConfig = Field<OutputConfig?>(
            "output_config",
            "How much effort to make, and in which form to answer."
        )
        static let cacheControl = Field<JSON?>("cache_control", "Not needed: prompts are always cached.")
        static let keepAlive = Field<KeepAlive?>(
            "keep_alive",
            "Ours: how long the model stays loaded afterwards; a number counts seconds."
        )
        /// Demands that a choice can be met.
        static let choiceDemand = Demand.checked(
            "tool_choice",
            told: .object([:], without: "tool_choice"),
            .object(["tool_choice": .object(["type": .choice("auto", "none")])]),
            .object(["tools": [Tool].rule(atLeast: 1)])
        ) { choice, read in
            guard choice["type"] == "any" || choice["type"] == "tool" else { return [] }
            let names = (read("tools")?.array ?? []).map { $0["name"] }
            switch choice["type"] {
            case "any" where names.isEmpty:
                return [Violation(place: "tool_choice.type", text: "is any, but there are no tools to choose from")]
            case "tool" where !names.contains(choice["name"]):
                return [Violation(place: "tool_choice.name", text: "must be the name of one of the tools")]
            default: return []
            }
        }
        /// Demands that each tool has a name of its own.
        static let nameDemand = Demand.checked("tools") { tools, _ in
            var names: Set<String> = []
            return (tools.array ?? []).enumerated().compactMap { index, tool in
                guard let name = tool["name"]?.string, !names.insert(name).inserted else { return nil }
                return Violation(place: "tools[\(index)].name", text: "is the name of another tool already")
            }
        }
    }

    /// Instructions: a text, or blocks of text.
    package struct SystemPrompt: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.text(TextRule()), [TextBlock].rule]) }
        package init?(json: JSON) { self.json = json }
    }
}

extension Anthropic {
    /// A text that ends an answer; the empty one would end it before it begins.
    package struct StopSequence: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { String.rule(atLeast: 1) }
        package init?(json: JSON) { self.json = json }
    }
}
