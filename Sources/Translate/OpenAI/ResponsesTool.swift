package import Schema

extension OpenAI {
    /// A function that the model may ask to be called.
    package struct ResponseTool: Shape {
        package struct Fields {
            package let type = Field<ToolKind>("type", "Always `function`; OpenAI's own tools are refused.")
            package let name = Field<String?>("name", "The function's name; must be there.")
            package let summary = Field<String?>("description", "What the function does.")
            package let parameters = Field<JSONObject?>("parameters", "What it takes, as JSON Schema.")
            package let strict = Field<Bool?>("strict", "Whether the arguments must follow the schema.")
        }
        package static let description = Description(
            "A function that the model may ask to be called.",
            Fields(),
            demands: [.checked(by: "type", Way("function", needs: ["name": String.rule(atLeast: 1)]))]
        )
        package var members = JSONObject()
        package init() {}
    }

    /// A word, or an object that names functions.
    package struct ResponseToolChoice: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule {
            .either([.choice("none", "auto", "required"), NamedTools.rule])
        }
        package init?(json: JSON) { self.json = json }

        /// One function that has to be called, or those that may be.
        package struct NamedTools: Shape {
            package struct Fields {
                package let type = Field<ToolChoiceKind>("type", "`function` or `allowed_tools`.")
                package let name = Field<String?>("name", "The one function.")
                package let mode = Field<ToolChoiceMode?>("mode", "Whether one of the allowed ones must be called.")
                package let tools = Field<[ResponseTool]?>("tools", "The allowed ones, by name.")
            }
            package static let description = Description(
                "One function that has to be called, or those that may be.",
                Fields(),
                demands: [
                    .checked(
                        by: "type",
                        Way("function", needs: ["name": .any]),
                        Way("allowed_tools", needs: ["tools": .any])
                    )
                ]
            )
            package var members = JSONObject()
            package init() {}
        }
    }
}
