import Schema

extension OpenAI.ChatRequest {
    /// Puts a request for a response into the words of a chat.
    ///
    /// It always asks for a stream: llama-server notices at once when the reader of a stream leaves.
    /// - Throws: ``TranslationFaults`` that names everything that cannot be translated.
    package init(translating request: OpenAI.ResponseRequest) throws(TranslationFaults) {
        self.init()
        var faults = TranslationFaults()
        members = request.unnamed
        self.model = request.model
        members["messages"] = .array(Self.messages(of: request, &faults))
        if let limit = request.maxOutputTokens { members["max_tokens"] = .number(limit) }
        self.temperature = request.temperature
        self.topP = request.topP
        translateTools(of: request, &faults)
        if let format = request.text?.format, let form = OpenAI.ResponseFormat(translating: format, &faults) {
            self.responseFormat = form
        }
        translateReasoning(request.reasoning)
        if request.wantsLogprobs {
            self.logprobs = true
            self.topLogprobs = request.topLogprobs ?? 0
        }
        self.stream = true
        members["stream_options"] = ["include_usage": true]
        guard faults.violations.isEmpty else { throw faults }
    }

    private static func messages(
        of request: OpenAI.ResponseRequest,
        _ faults: inout TranslationFaults
    ) -> [JSON] {
        var conversation = ResponseConversation()
        if let instructions = request.instructions { conversation.add(instructions, as: .system) }
        if let text = request.input.json.string { conversation.add(text, as: .user) }
        for (index, item) in (request.input.json.array ?? []).enumerated() {
            conversation.add(OpenAI.ResponseInputItem(members: item.object ?? [:]), at: "input[\(index)]", &faults)
        }
        return conversation.finish()
    }

    private mutating func translateReasoning(_ reasoning: OpenAI.ResponseReasoning?) {
        guard let effort = reasoning?.effort else { return }
        self.reasoningEffort = effort
        // The template knows how much, but not every template knows the word for nothing.
        if effort == "none", self.templateArguments == nil { self.templateArguments = ["enable_thinking": false] }
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
    fileprivate init?(translating format: OpenAI.ResponseTextFormat, _ faults: inout TranslationFaults) {
        guard format.type != .text else { return nil }
        self.init()
        self.type = format.type == .schema ? .jsonSchema : .jsonObject
        guard format.type == .schema else { return }
        guard let schema = format.schema else {
            faults.note("text.format.schema", "is required")
            return
        }
        var named: JSONObject = ["name": .string(format.name ?? "schema"), "schema": .object(schema)]
        named["strict"] = format.strict.map(JSON.bool)
        self.jsonSchema = named
    }
}
