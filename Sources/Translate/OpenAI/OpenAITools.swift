package import Schema

extension OpenAI {
    /// A function that the model may ask to be called.
    package struct Tool: Shape {
        package struct Fields {
            package let type = Field<ToolKind>("type", "Always `function`.")
            package let function = Field<Function?>("function", "The function; must be there.")
        }
        package static let description = Description(
            "A function that the model may ask to be called.",
            Fields(),
            demands: [.checked(by: "type", Way("function", needs: ["function": .any]))]
        )
        package var members = JSONObject()
        package init() {}
    }

    /// A call that the model asks for.
    package struct ToolCall: Shape {
        package struct Fields {
            package let id = Field<String>("id", "What the tool's answer refers to.")
            package let type = Field<ToolKind>("type", "Always `function`.")
            package let function = Field<FunctionCall?>(
                "function",
                "The function, and what it is called with; must be there."
            )
        }
        package static let description = Description(
            "A call that the model asks for.",
            Fields(),
            demands: [.checked(by: "type", Way("function", needs: ["function": .any]))]
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What kind of tool it is.
    package enum ToolKind: String, Choice {
        case function

        package static var rule: Rule {
            .choice(allCases.map(\.rawValue)) { "must be function, not '\($0)': \(reason(against: $0))" }
        }

        /// Why there are no tools of a kind other than `function`.
        private static func reason(against kind: String) -> String {
            switch kind {
            case "custom": "models here call functions alone; one that takes a text does the same"
            case "local_shell", "shell", "apply_patch", "computer", "computer_use_preview":
                "only OpenAI's models know it; a function can do the same"
            default: "the tools that OpenAI runs itself are not there"
            }
        }
    }

    /// What a function is called, and what it takes.
    package struct Function: Shape {
        package struct Fields {
            package let name = Field<String>("name", "Its name.", atLeast: 1)
            package let summary = Field<String?>("description", "What it does, and when to call it.")
            package let parameters = Field<JSONObject?>("parameters", "What it takes, as JSON Schema.")
        }
        package static let description = Description("What a function is called, and what it takes.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// A function, and what it is called with.
    package struct FunctionCall: Shape {
        package struct Fields {
            package let name = Field<String>("name", "Its name.", atLeast: 1)
            package let arguments = Field<CallArguments>("arguments", "What it is called with: JSON in a text.")
        }
        package static let description = Description("A function, and what it is called with.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// What a function is called with: JSON in a text; some clients send the object itself.
    package struct CallArguments: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([String.rule, .map(.any)]) }
        package init?(json: JSON) { self.json = json }
    }
}
