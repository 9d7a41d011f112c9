import Schema

extension OpenAI.ChatRequest {
    /// Puts the functions of a request, and the choice among them, into the words of a chat.
    mutating func translateTools(of request: OpenAI.ResponseRequest, _ faults: inout TranslationFaults) {
        var tools: [OpenAI.Tool] = []
        for (index, tool) in (request.tools ?? []).enumerated() {
            if let tool = OpenAI.Tool(translating: tool, at: "tools[\(index)]", &faults) { tools.append(tool) }
        }
        if let choice = request.toolChoice { choose(choice, among: &tools, &faults) }
        guard !tools.isEmpty else {
            members["tool_choice"] = nil
            return
        }
        self.tools = tools
        // Left out, llama-server allows several where the model's template knows how.
        if let allowed = request.members["parallel_tool_calls"] { members["parallel_tool_calls"] = allowed }
    }

    /// llama-server knows no choice of one function: the others are kept from it instead.
    private mutating func choose(
        _ choice: OpenAI.ResponseToolChoice,
        among tools: inout [OpenAI.Tool],
        _ faults: inout TranslationFaults
    ) {
        if choice.json.string != nil {
            members["tool_choice"] = choice.json
            return
        }
        let named = OpenAI.ResponseToolChoice.NamedTools(members: choice.json.object ?? [:])
        let wanted: [(name: String?, place: String)]
        switch named.type {
        case "function":
            wanted = [(named.name, "tool_choice.name")]
            members["tool_choice"] = "required"
        case "allowed_tools":
            if named.tools == nil { faults.note("tool_choice.tools", "is required") }
            wanted = (named.tools ?? []).enumerated().map { ($1.name, "tool_choice.tools[\($0)].name") }
            members["tool_choice"] = .string((named.mode ?? .auto).rawValue)
        default:
            faults.note("tool_choice.type", "must be function or allowed_tools, not '\(named.type)'")
            return
        }
        let known = tools.map(\.name)
        for (name, place) in wanted where !known.contains(name) { faults.note(place, "names no function of 'tools'") }
        tools.removeAll { tool in !wanted.contains { $0.name == tool.name } }
    }
}

extension OpenAI.Tool {
    /// Puts a function of a response into the words of a chat.
    fileprivate init?(translating tool: OpenAI.ResponseTool, at place: String, _ faults: inout TranslationFaults) {
        guard tool.type == "function" else {
            faults.note("\(place).type", "must be function, not '\(tool.type)': \(Self.reason(against: tool.type))")
            return nil
        }
        guard let name = tool.name, !name.isEmpty else {
            faults.note("\(place).name", "is required")
            return nil
        }
        self.init()
        self.type = .function
        var function: JSONObject = ["name": .string(name)]
        function["description"] = tool.summary.map(JSON.string)
        function["parameters"] = tool.parameters?.json ?? ["type": "object", "properties": [:]]
        function["strict"] = tool.strict.map(JSON.bool)
        self.function = OpenAI.Function(members: function)
    }

    /// Why there are no tools of a type other than `function`.
    private static func reason(against type: String) -> String {
        switch type {
        case "custom": "models here call functions alone; one that takes a text does the same"
        case "local_shell", "shell", "apply_patch", "computer", "computer_use_preview":
            "only OpenAI's models know it; a function can do the same"
        default: "the tools that OpenAI runs itself are not there"
        }
    }

    fileprivate var name: String? { self.function.name }
}
