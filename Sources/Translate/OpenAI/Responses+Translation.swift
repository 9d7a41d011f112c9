import Schema

extension OpenAI.ChatRequest {
    /// Puts a request for a response into the words of a chat.
    ///
    /// It always asks for a stream: llama-server notices at once when the reader of a stream leaves.
    package init(translating request: OpenAI.ResponseRequest) {
        self.init()
        members = request.unnamed
        self.model = request.model
        members["messages"] = .array(Self.messages(of: request))
        if let limit = request.maxOutputTokens { members["max_tokens"] = .number(limit) }
        self.temperature = request.temperature
        self.topP = request.topP
        translateTools(of: request)
        self.responseFormat = request.text?.format.flatMap(OpenAI.ResponseFormat.init(translating:))
        translateReasoning(request.reasoning)
        if request.wantsLogprobs {
            self.logprobs = true
            self.topLogprobs = request.topLogprobs ?? 0
        }
        self.stream = true
        members["stream_options"] = ["include_usage": true]
    }

    private static func messages(of request: OpenAI.ResponseRequest) -> [JSON] {
        var conversation = ResponseConversation()
        if let instructions = request.instructions { conversation.add(instructions, as: .system) }
        if let text = request.input.json.string { conversation.add(text, as: .user) }
        for item in request.input.json.array ?? [] {
            conversation.add(OpenAI.ResponseInputItem(members: item.object ?? [:]))
        }
        return conversation.finish()
    }

    private mutating func translateReasoning(_ reasoning: OpenAI.ResponseReasoning?) {
        guard let effort = reasoning?.effort else { return }
        self.reasoningEffort = effort
        // The template knows how much, but not every template knows the word for nothing.
        if effort == .none, self.templateArguments == nil { self.templateArguments = ["enable_thinking": false] }
    }
}

extension OpenAI.ResponseRequest {
    /// Whether it asks how likely the tokens were.
    fileprivate var wantsLogprobs: Bool {
        self.topLogprobs ?? 0 > 0 || self.include?.contains("message.output_text.logprobs") == true
    }

    /// What no field names, for the child to read; without what would make another kind of answer of it.
    fileprivate var unnamed: JSONObject {
        var unnamed = JSONObject()
        for member in members.members where !Self.named.contains(member.key) { unnamed[member.key] = member.value }
        return unnamed
    }

    private static let named = Set(shapeRule.fields.map(\.key) + ["messages", "n"])
}

extension OpenAI.ResponseFormat {
    /// Puts the form of a response into the words of a chat; `nil` for plain text.
    fileprivate init?(translating format: OpenAI.ResponseTextFormat) {
        guard format.type != .text else { return nil }
        self.init()
        self.type = format.type == .schema ? .jsonSchema : .jsonObject
        guard format.type == .schema else { return }
        var named: JSONObject = ["name": .string(format.name ?? "schema"), "schema": format.schema.json]
        named["strict"] = format.strict.map(JSON.bool)
        self.jsonSchema = named
    }
}
