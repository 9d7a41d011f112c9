package import Schema

extension OpenAI {
    /// What a chat wants of its functions where llama-server does otherwise: it calls as many at once as the model likes,
    /// and none at all beside a schema for the answer.
    ///
    /// Source: OpenAI, "Create chat completion", `parallel_tool_calls`, `response_format`.
    package struct ToolUse: Hashable, Sendable {
        /// Whether one call at most may stand in an answer.
        package let isSingle: Bool
        /// Whether the answer must be a call.
        package let isForced: Bool
        /// What becomes of the schema for the answer.
        package let schema: SchemaUse

        /// What becomes of a schema for the answer beside functions.
        package enum SchemaUse: Sendable {
            /// It goes to llama-server with the rest; nothing else is asked for if there is none.
            case kept
            /// A call is forced, and it binds no call.
            case leftAway
            /// It binds the text of an answer without calls.
            case ofText
        }

        /// Whether llama-server does all of it by itself.
        package var isPlain: Bool { !isSingle && schema == .kept }

        /// Reads the members of a chat; those that have to do with functions are enough.
        package init(of chat: JSONObject) {
            let tools = chat["tools"]?.array ?? []
            let choice = chat["tool_choice"] ?? .null
            guard !tools.isEmpty, choice != "none" else {
                (isSingle, isForced, schema) = (false, false, .kept)
                return
            }
            isSingle = chat["parallel_tool_calls"] == false
            let isFree = choice == .null || choice == "auto" || choice["allowed_tools"]?["mode"] == "auto"
            isForced = !isFree
            schema =
                switch chat["response_format"]?["type"]?.string {
                case "json_schema", "json_object": isFree ? .ofText : .leftAway
                default: .kept
                }
        }
    }
}

extension OpenAI.ChatAnswer {
    /// A whole answer of a chat, without any calls but the first of each of its choices; `nil` if it is none.
    package init?(keepingFirstCall answer: JSON) {
        guard var members = answer.object, let choices = members["choices"]?.array else { return nil }
        members["choices"] = .array(
            choices.map { choice in
                guard let calls = choice["message"]?["tool_calls"]?.array, calls.count > 1,
                    var members = choice.object, var message = members["message"]?.object
                else { return choice }
                message["tool_calls"] = .array(Array(calls.prefix(1)))
                members["message"] = .object(message)
                return .object(members)
            }
        )
        self.init(members: members)
    }
}
