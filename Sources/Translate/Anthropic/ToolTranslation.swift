import Schema

/// Puts Anthropic's tools, and the choice among them, into the words of a chat, and notes everything that it cannot.
struct ToolTranslation {
    /// The members of the chat's request.
    private(set) var members = JSONObject()
    /// What cannot be translated, in the order of the request.
    private(set) var violations: [Violation] = []
    private var names: [String] = []
    private var functions: [JSON] = []

    mutating func add(_ tools: [Anthropic.Tool]) {
        for (index, tool) in tools.enumerated() {
            if let type = tool.type, type != "custom" {
                note("tools[\(index)].type", "\(Self.kind(of: type)); only custom ones are here")
                continue
            }
            guard let schema = tool.members["input_schema"], schema != .null else {
                note("tools[\(index)].input_schema", "is required")
                continue
            }
            var function: JSONObject = ["name": .string(tool.name)]
            function["description"] = tool.summary.map(JSON.string)
            function["parameters"] = schema
            names.append(tool.name)
            functions.append(["type": "function", "function": .object(function)])
        }
        members["tools"] = functions.isEmpty ? nil : .array(functions)
    }

    mutating func add(_ choice: Anthropic.ToolChoice) {
        switch choice.type {
        case .auto: members["tool_choice"] = "auto"
        case .none: members["tool_choice"] = "none"
        case .any:
            members["tool_choice"] = "required"
            if names.isEmpty { note("tool_choice.type", "is any, but there are no tools to choose from") }
        case .tool:
            // llama-server cannot force one tool of several, so the model gets to know of that one alone.
            members["tool_choice"] = "required"
            guard let index = names.firstIndex(where: { $0 == choice.name }) else {
                return note("tool_choice.name", "must be the name of one of the tools")
            }
            members["tools"] = [functions[index]]
        }
        // Left out, llama-server allows several where the model's template knows how.
        if choice.isParallelDisabled == true { members["parallel_tool_calls"] = false }
    }

    /// What a tool that is not a custom one is: Anthropic names it with its date, as `web_search_20250305`.
    private static func kind(of type: String) -> String {
        let known = ["bash_", "text_editor_", "computer_", "memory_"]
        return known.contains(where: type.hasPrefix)
            ? "names a tool that only Anthropic's models know" : "names a tool of Anthropic's servers"
    }

    private mutating func note(_ place: String, _ text: String) {
        violations.append(Violation(place: place, text: text))
    }
}
