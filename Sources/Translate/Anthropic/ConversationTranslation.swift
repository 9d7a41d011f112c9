import Schema

/// Puts a conversation of Anthropic's into the words of a chat.
///
/// Messages of one speaker in a row become one, as with Anthropic; what tools answered becomes messages of their own,
/// ahead of what the user says besides.
struct ConversationTranslation {
    /// The messages of the chat.
    private(set) var messages: [JSON] = []
    /// The names of the tools that have been called, by the calls' ids.
    private var tools: [String: String] = [:]

    /// How an instruction begins by which a client tells of its bill.
    ///
    /// It differs from request to request, so that no prompt would be found in the cache.
    private static let billingNote = "x-anthropic-billing-header:"

    mutating func add(_ system: Anthropic.SystemPrompt) {
        let texts = system.json.string.map { [$0] } ?? (system.json.array ?? []).compactMap { $0["text"]?.string }
        let text = texts.filter { !$0.hasPrefix(Self.billingNote) }.joined(separator: "\n\n")
        if !text.isEmpty { messages.append(["role": "system", "content": .string(text)]) }
    }

    mutating func add(_ conversation: [Anthropic.Message]) {
        var rest = conversation[...]
        while let role = rest.first?.role {
            let turn = rest.prefix { $0.role == role }
            rest = rest.dropFirst(turn.count)
            let blocks = turn.flatMap(Self.blocks)
            switch role {
            case .system, .user: add(blocks, saidBy: role)
            case .assistant: addAssistant(blocks)
            }
        }
    }

    private static func blocks(of message: Anthropic.Message) -> [Anthropic.ContentBlock] {
        let content = message.content.json
        guard let blocks = content.array else {
            return [Anthropic.ContentBlock(members: ["type": "text", "text": content])]
        }
        return blocks.map { Anthropic.ContentBlock(members: $0.object ?? [:]) }
    }

    private mutating func add(_ blocks: [Anthropic.ContentBlock], saidBy role: Anthropic.Role) {
        for result in blocks where result.type == .toolResult { add(result) }
        let rest = blocks.filter { $0.type != .toolResult }
        let parts = rest.flatMap(Self.parts)
        guard !parts.isEmpty || rest.count == blocks.count else { return }
        messages.append(["role": .string(role.rawValue), "content": Self.content(parts)])
    }

    private mutating func addAssistant(_ blocks: [Anthropic.ContentBlock]) {
        let thoughts = blocks.filter { $0.type == .thinking }.compactMap { $0.thinking }.joined()
        let calls = blocks.filter { $0.type == .toolUse }.map { call($0) }
        var message: JSONObject = ["role": "assistant", "content": Self.content(blocks.flatMap(Self.parts))]
        if !thoughts.isEmpty { message["reasoning_content"] = .string(thoughts) }
        if !calls.isEmpty { message["tool_calls"] = .array(calls) }
        messages.append(.object(message))
    }

    private mutating func call(_ block: Anthropic.ContentBlock) -> JSON {
        let id = block.id ?? ""
        tools[id] = block.name
        // Not from the field, whose value has no order.
        let arguments = block.members["input"]?.text ?? "{}"
        return [
            "id": .string(AnthropicID.ofChild(call: id)), "type": "function",
            "function": ["name": block.name.json, "arguments": .string(arguments)],
        ]
    }

    /// Adds what a tool answered.
    private mutating func add(_ result: Anthropic.ContentBlock) {
        let id = result.toolUseID ?? ""
        var parts: [JSON] = result.isError == true ? [Self.text("Error:")] : []
        let content = result.content?.json
        if let text = content?.string { parts += text.isEmpty ? [] : [Self.text(text)] }
        for member in content?.array ?? [] {
            parts += Self.parts(of: Anthropic.ContentBlock(members: member.object ?? [:]))
        }
        var message: JSONObject = ["role": "tool", "tool_call_id": .string(AnthropicID.ofChild(call: id))]
        message["name"] = tools[id].map(JSON.string)
        message["content"] = Self.content(parts)
        messages.append(.object(message))
    }

    /// A text or a picture as a part of a chat's message; nothing for an empty one, or what is said in other ways.
    private static func parts(of block: Anthropic.ContentBlock) -> [JSON] {
        switch block.type {
        case .text: block.text.map { $0.isEmpty ? [] : [text($0)] } ?? []
        case .image: [["type": "image_url", "image_url": ["url": .string(block.picture)]]]
        case .document: [text(block.document)]
        case .searchResult: [text(block.searchResult)]
        case .toolUse, .toolResult, .thinking, .redactedThinking: []
        }
    }

    private static func text(_ text: String) -> JSON { ["type": "text", "text": .string(text)] }

    /// Texts alone become one, for templates that know no parts.
    private static func content(_ parts: [JSON]) -> JSON {
        let texts = parts.compactMap { $0["text"]?.string }
        return texts.count == parts.count ? .string(texts.joined(separator: "\n")) : .array(parts)
    }
}
