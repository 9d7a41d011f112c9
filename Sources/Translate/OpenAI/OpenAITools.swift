package import Schema

extension OpenAI {
    /// A function that the model may ask to be called.
    package struct Tool: Shape {
        package struct Fields {
            package let type = Field<ToolKind>("type", "Always `function`.")
            package let function = Field<Function>("function", "The function.")
        }
        package static let description = Description("A function that the model may ask to be called.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// Whether the model may, or must, ask for a tool: a word, or an object that names one.
    package struct ToolChoice: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.choice("none", "auto", "required"), .map(.any)]) }
        package init?(json: JSON) { self.json = json }

        /// What is demanded of a choice beside tools.
        static var demand: Rule {
            let named = Rule.object(["function": .object(["name": String.rule])])
            return .either([
                .constant("required"),
                .object(["type": .constant("function"), "function": .object(["name": String.rule])]),
                .object([
                    "type": .constant("allowed_tools"),
                    "allowed_tools": .object(["tools": .list(named, count: 1 ... .max)]),
                ]),
            ])
        }
    }

    /// A call that the model asks for.
    package struct ToolCall: Shape {
        package struct Fields {
            package let id = Field<String?>("id", "What the tool's answer refers to.")
            package let type = Field<ToolKind>("type", "Always `function`.")
            package let function = Field<FunctionCall>("function", "The function, and what it is called with.")
        }
        package static let description = Description("A call that the model asks for.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// What kind of tool it is.
    package enum ToolKind: String, Choice {
        case function
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
