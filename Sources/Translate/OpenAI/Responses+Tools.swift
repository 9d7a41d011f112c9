import Schema

extension OpenAI.ChatRequest {
    /// Puts the functions of a request, and the choice among them, into the words of a chat.
    mutating func translateTools(of request: OpenAI.ResponseRequest) {
        var tools = (request.tools ?? []).map(OpenAI.Tool.init(translating:))
        if let choice = request.toolChoice { choose(choice, among: &tools) }
        guard !tools.isEmpty else {
            members["tool_choice"] = nil
            return
        }
        self.tools = tools
        // Left out, llama-server allows several where the model's template knows how.
        if let allowed = request.members["parallel_tool_calls"] { members["parallel_tool_calls"] = allowed }
    }

    /// llama-server knows no choice of one function: the others are kept from it instead.
    private mutating func choose(_ choice: OpenAI.ResponseToolChoice, among tools: inout [OpenAI.Tool]) {
        guard let members = choice.json.object else {
            self.members["tool_choice"] = choice.json
            return
        }
        let named = OpenAI.ResponseToolChoice.NamedTools(members: members)
        self.members["tool_choice"] = named.type == .function ? "required" : (named.mode ?? .auto).json
        let wanted = choice.wanted.map(\.name)
        tools.removeAll { !wanted.contains($0.function?.name) }
    }
}

extension OpenAI.Tool {
    /// Puts a function of a response into the words of a chat.
    fileprivate init(translating tool: OpenAI.ResponseTool) {
        self.init()
        self.type = .function
        var function: JSONObject = ["name": tool.name.json]
        function["description"] = tool.summary.map(JSON.string)
        function["parameters"] = tool.parameters?.json ?? ["type": "object", "properties": [:]]
        function["strict"] = tool.strict.map(JSON.bool)
        self.function = OpenAI.Function(members: function)
    }
}

extension OpenAI.ResponseToolChoice {
    /// What is wrong with a choice beside the tools that there are, each with its place in the request.
    static func faults(of choice: JSON, among tools: () -> JSON?) -> [Violation] {
        guard choice != "auto", choice != "none" else { return [] }
        let known = (tools()?.array ?? []).map { $0["name"]?.string }
        guard choice != "required" else {
            return known.isEmpty ? [Violation(place: "tool_choice", text: "is required, but there are no tools")] : []
        }
        return (Self(json: choice)?.wanted ?? []).filter { !known.contains($0.name) }.map {
            Violation(place: $0.place, text: "names no function of 'tools'")
        }
    }

    /// The functions that it names, each with its place in the request.
    fileprivate var wanted: [(name: String?, place: String)] {
        if json["type"] == "function" { return [(json["name"]?.string, "tool_choice.name")] }
        return (json["tools"]?.array ?? []).enumerated().map { index, tool in
            (tool["name"]?.string, "tool_choice.tools[\(index)].name")
        }
    }
}
