package import Schema

extension Anthropic {
    /// A function that the model may ask to be called.
    ///
    /// Source: Anthropic, "Create a Message", `tools`.
    package struct Tool: Shape {
        package struct Fields {
            package let type = Field<ToolType?>(
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
                .checked(by: "type", Way("custom", isDefault: true, needs: ["input_schema": .any]))
            ],
            example: """
                {"name":"get_weather","description":"Tells the weather.",\
                "input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The only type of a tool.
    package enum ToolType: String, Choice {
        case custom

        package static var rule: Rule {
            .choice(allCases.map(\.rawValue)) { "\(kind(of: $0)); only custom ones are here" }
        }

        /// What a tool that is not a custom one is: Anthropic names it with its date, as `web_search_20250305`.
        private static func kind(of type: String) -> String {
            let known = ["bash_", "text_editor_", "computer_", "memory_"]
            return known.contains(where: type.hasPrefix)
                ? "names a tool that only Anthropic's models know" : "names a tool of Anthropic's servers"
        }
    }

    /// Whether the model may, or must, ask for a tool.
    package struct ToolChoice: Shape {
        package struct Fields {
            package let type = Field<ToolChoiceType>("type", "May it, must it, or must it not.")
            package let name = Field<String?>("name", "`tool`: the one that it must ask for.")
            package let isParallelDisabled = Field<Bool?>(
                "disable_parallel_tool_use",
                "Whether it may ask for one at a time only: the answer ends where a second call begins."
            )
        }
        package static let description = Description(
            "Whether the model may, or must, ask for a tool.",
            Fields(),
            demands: [
                .checked(by: "type", Way("auto", "any", "none"), Way("tool", needs: ["name": .any]))
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
                .checked(
                    by: "type",
                    Way("disabled", "adaptive", "between_tools"),
                    Way("enabled", needs: ["budget_tokens": .any])
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
            package let format = Field<OutputFormat?>("format", "The form that its text must have.")
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
