package import Schema

extension Anthropic {
    /// A function that the model may ask to be called.
    ///
    /// Source: Anthropic, "Create a Message", `tools`.
    package struct Tool: Shape {
        package struct Fields {
            package let type = Field<String?>(
                "type",
                "`custom`, or left out; tools that run on Anthropic's servers are not here."
            )
            package let name = Field<String>("name", "What it is called.", atLeast: 1)
            package let summary = Field<String?>("description", "What it does, for the model to know.")
            package let inputSchema = Field<[String: JSON]?>("input_schema", "What it takes, as JSON Schema.")
            package let cacheControl = RequestFields.cacheControl
        }
        package static let description = Description(
            "A function that the model may ask to be called.",
            Fields(),
            demands: [
                .told(
                    .object(["input_schema": .map(.any)], without: "type"),
                    .object(["type": .constant("custom"), "input_schema": .map(.any)])
                )
            ],
            example: """
                {"name":"get_weather","description":"Tells the weather.",\
                "input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Whether the model may, or must, ask for a tool.
    package struct ToolChoice: Shape {
        package struct Fields {
            package let type = Field<ToolChoiceType>("type", "May it, must it, or must it not.")
            package let name = Field<String?>("name", "`tool`: the one that it must ask for.")
            package let isParallelDisabled = Field<Bool?>(
                "disable_parallel_tool_use",
                "Whether it may ask for one at a time only."
            )
        }
        package static let description = Description(
            "Whether the model may, or must, ask for a tool.",
            Fields(),
            demands: [
                .told(
                    .object(["type": .choice("auto", "any", "none")]),
                    .object(["type": .constant("tool"), "name": String.rule])
                )
            ],
            example: #"{"type":"auto"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// How free the model is to ask for tools.
    package enum ToolChoiceType: String, Choice {
        case auto, any, tool, none
    }

    /// Whether a thinking model thinks.
    package struct Thinking: Shape {
        package struct Fields {
            package let type = Field<ThinkingType>("type", "`adaptive` leaves it to the model how long.")
            package let budgetTokens = Field<Int?>(
                "budget_tokens",
                "`enabled`: the most tokens to think; needed there.",
                in: 1...Int(Int32.max)
            )
        }
        package static let description = Description(
            "Whether a thinking model thinks.",
            Fields(),
            demands: [
                .told(
                    .object(["type": .choice("disabled", "adaptive", "between_tools")]),
                    .object(["type": .constant("enabled"), "budget_tokens": Int.rule(in: 1...Int(Int32.max))])
                )
            ],
            example: #"{"type":"enabled","budget_tokens":1024}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Whether to think, and who says how long.
    package enum ThinkingType: String, Choice {
        case enabled, disabled, adaptive
        case betweenTools = "between_tools"
    }

    /// How much effort to make, and in which form to answer.
    package struct OutputConfig: Shape {
        package struct Fields {
            package let effort = Field<Effort?>("effort", "How long a thinking model thinks.")
            package let format = Field<OutputFormat?>("format", "The form that the answer must have.")
        }
        package static let description = Description(
            "How much effort to make, and in which form to answer.",
            Fields(),
            example: #"{"effort":"low"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// How much effort to make.
    package enum Effort: String, Choice {
        case low, medium, high, xhigh, max
    }

    /// The form that an answer must have.
    package struct OutputFormat: Shape {
        package struct Fields {
            package let type = Field<OutputFormatType>("type", "Always `json_schema`.")
            package let schema = Field<[String: JSON]>("schema", "The JSON Schema that the answer follows.")
        }
        package static let description = Description("The form that an answer must have.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// The only form that can be asked for.
    package enum OutputFormatType: String, Choice {
        case jsonSchema = "json_schema"
    }
}
