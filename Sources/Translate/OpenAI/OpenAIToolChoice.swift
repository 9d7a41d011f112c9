package import Schema

extension OpenAI {
    /// Whether the model may, or must, ask for a tool: a word, or an object that names functions.
    package struct ToolChoice: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.choice("none", "auto", "required"), NamedTools.rule]) }
        package init?(json: JSON) { self.json = json }
    }

    /// One function that has to be called, or those that may be.
    package struct NamedTools: Shape {
        package struct Fields {
            package let type = Field<ToolChoiceKind>("type", "`function` or `allowed_tools`.")
            package let function = Field<NamedFunction?>("function", "The one function.")
            package let allowedTools = Field<AllowedTools?>("allowed_tools", "The allowed ones.")
        }
        package static let description = Description(
            "One function that has to be called, or those that may be.",
            Fields(),
            demands: [
                .checked(
                    by: "type",
                    Way("function", needs: ["function": .any]),
                    Way("allowed_tools", needs: ["allowed_tools": .any])
                )
            ]
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What an object that chooses among tools names.
    package enum ToolChoiceKind: String, Choice {
        case function
        case allowedTools = "allowed_tools"
    }

    /// The functions that may be called.
    package struct AllowedTools: Shape {
        package struct Fields {
            package let mode = Field<ToolChoiceMode?>("mode", "Whether one of them must be called; left out, `auto`.")
            package let tools = Field<[NamedTool]>("tools", "The functions.", atLeast: 1)
        }
        package static let description = Description("The functions that may be called.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// Whether one of the allowed functions must be called.
    package enum ToolChoiceMode: String, Choice {
        case auto, required
    }

    /// One of the allowed functions.
    package struct NamedTool: Shape {
        package struct Fields {
            package let type = Field<String?>("type", "Always `function`.")
            package let function = Field<NamedFunction>("function", "The function.")
        }
        package static let description = Description("One of the allowed functions.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// A function by its name.
    package struct NamedFunction: Shape {
        package struct Fields {
            package let name = Field<String>("name", "Its name, as in `tools`.")
        }
        package static let description = Description("A function by its name.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}
