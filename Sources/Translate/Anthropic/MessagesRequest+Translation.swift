import Schema

extension OpenAI.ChatRequest {
    /// Puts a request of Anthropic's into the words of a chat, as far as llama-server knows them.
    ///
    /// It always asks for a stream, which tells the prompt's length at once, and the stop sequence that ended it.
    package init(translating request: Anthropic.MessagesRequest) {
        self.init(prompting: request)
        let declared = Set(Anthropic.MessagesRequest.shapeRule.fields.map(\.key))
        for member in request.members.members where !declared.contains(member.key) {
            members[member.key] = member.value
        }
        for key in ["max_tokens", "temperature", "top_p", "top_k"] {
            if let value = request.members[key], value != .null { members[key] = value }
        }
        if let stops = request.stopSequences, !stops.isEmpty {
            members["stop"] = stops.json
            members["verbose"] = true
            members["response_fields"] = ["stopping_word"]
        }
        if let format = request.outputConfig?.format {
            let schema = format.members["schema"] ?? [:]
            members["response_format"] = ["type": "json_schema", "json_schema": ["name": "answer", "schema": schema]]
        }
        // An answer of Anthropic's is one answer.
        self.count = nil
        self.stream = true
        members["stream_options"] = ["include_usage": true]
        members["return_progress"] = true
        members["cache_prompt"] = true
    }

    /// A chat that has the prompt of a conversation whose tokens are to be counted.
    package init(counting request: Anthropic.CountRequest) {
        self.init(prompting: Anthropic.MessagesRequest(members: request.members))
    }

    /// What the prompt is made of: messages, tools, and whether to think.
    private init(prompting request: Anthropic.MessagesRequest) {
        var conversation = ConversationTranslation()
        if let system = request.system { conversation.add(system) }
        conversation.add(request.messages)
        let tools = ToolTranslation(request.tools ?? [], choosing: request.toolChoice)
        self.init()
        members["messages"] = .array(conversation.messages)
        if request.messages.last?.role == .assistant {
            // llama-server would go on from there by itself, and say again what stands there.
            members["continue_final_message"] = true
            members["add_generation_prompt"] = false
        }
        for member in tools.members.members { members[member.key] = member.value }
        // To Anthropic's clients a request that says nothing of thinking is one without: a model that thought all the
        // same would spend the answer's tokens on what is not told.
        members["chat_template_kwargs"] = ["enable_thinking": .bool(request.tellsThoughts)]
        if let thinking = request.thinking, thinking.type == .enabled {
            members["thinking_budget_tokens"] = thinking.budgetTokens.json
        }
        self.reasoningEffort = request.outputConfig?.effort?.inChild
    }
}

extension Anthropic.MessagesRequest {
    /// Whether the model is to think, and thoughts are a part of the answer: a client that asks for none expects the text
    /// first, also of a model that cannot leave off thinking.
    package var tellsThoughts: Bool { self.thinking.map { $0.type != .disabled } ?? false }
}

extension Anthropic.Effort {
    /// The words that templates know.
    fileprivate var inChild: OpenAI.ReasoningEffort {
        switch self {
        case .low: .low
        case .medium: .medium
        case .high, .xhigh, .max: .high
        }
    }
}
