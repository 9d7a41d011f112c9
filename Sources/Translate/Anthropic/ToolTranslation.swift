import Schema

/// Puts Anthropic's tools, and the choice among them, into the words of a chat.
struct ToolTranslation {
    /// The members of the chat's request.
    private(set) var members = JSONObject()

    init(_ tools: [Anthropic.Tool], choosing choice: Anthropic.ToolChoice?) {
        if !tools.isEmpty { members["tools"] = .array(tools.map(\.inChat)) }
        guard let choice else { return }
        switch choice.type {
        case .auto: members["tool_choice"] = "auto"
        case .none: members["tool_choice"] = "none"
        case .any: members["tool_choice"] = "required"
        case .tool:
            // llama-server cannot force one tool of several, so the model gets to know of that one alone.
            members["tool_choice"] = "required"
            members["tools"] = .array(tools.filter { $0.name == choice.name }.map(\.inChat))
        }
        // Left out, llama-server allows several where the model's template knows how.
        if choice.isParallelDisabled == true { members["parallel_tool_calls"] = false }
    }
}

extension Anthropic.Tool {
    fileprivate var inChat: JSON {
        var function: JSONObject = ["name": .string(self.name)]
        function["description"] = self.summary.map(JSON.string)
        // Not from the field, whose value has no order.
        function["parameters"] = members["input_schema"]
        return ["type": "function", "function": .object(function)]
    }
}
