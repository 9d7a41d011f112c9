import Schema

/// Makes the messages of a chat from the items of a response's input.
///
/// A thought, a message and calls that follow each other are one turn of the assistant, as the model made them.
struct ResponseConversation {
    private var messages: [JSON] = []
    private var turn = Turn()

    /// One turn of the assistant, of which more may come.
    private struct Turn {
        var thoughts: [String] = []
        var content: JSON?
        var calls: [JSON] = []

        /// Whether it is more than a thought.
        var hasSpoken: Bool { content != nil || !calls.isEmpty }
    }

    /// Adds a text that somebody says.
    mutating func add(_ text: String, as role: OpenAI.Role) {
        add(["role": .string(role.rawValue), "content": .string(text)])
    }

    /// Adds an item.
    mutating func add(_ item: OpenAI.ResponseInputItem) {
        switch item.type {
        case .message: addMessage(item)
        case .reasoning: addThoughts(item)
        case .call: turn.calls.append(Self.call(item))
        case .output:
            add(["role": "tool", "tool_call_id": item.callID.json, "content": Self.content(item.output)])
        }
    }

    /// The messages; nothing more may be added.
    mutating func finish() -> [JSON] {
        endTurn()
        return messages
    }

    private mutating func add(_ message: JSONObject) {
        endTurn()
        messages.append(.object(message))
    }

    /// A thought that led to nothing is left out.
    private mutating func endTurn() {
        defer { turn = Turn() }
        guard turn.hasSpoken else { return }
        var message: JSONObject = ["role": "assistant", "content": turn.content ?? ""]
        if !turn.thoughts.isEmpty { message["reasoning_content"] = .string(turn.thoughts.joined(separator: "\n")) }
        if !turn.calls.isEmpty { message["tool_calls"] = .array(turn.calls) }
        messages.append(.object(message))
    }

    private mutating func addMessage(_ item: OpenAI.ResponseInputItem) {
        let content = Self.content(item.content)
        guard item.role == .assistant else { return add(["role": item.role.json, "content": content]) }
        if turn.hasSpoken { endTurn() }
        turn.content = content
    }

    private mutating func addThoughts(_ item: OpenAI.ResponseInputItem) {
        if turn.hasSpoken { endTurn() }
        let parts = item.content?.json.array ?? []
        turn.thoughts += (parts.isEmpty ? item.summary?.map(\.json) ?? [] : parts).compactMap { $0["text"]?.string }
    }

    private static func call(_ item: OpenAI.ResponseInputItem) -> JSON {
        let arguments = JSON.string(item.arguments ?? "{}")
        return [
            "id": item.callID.json, "type": "function", "function": ["name": item.name.json, "arguments": arguments],
        ]
    }

    /// Texts alone become one, for templates that know no parts.
    private static func content(_ content: OpenAI.ResponseContent?) -> JSON {
        guard let parts = content?.json.array else { return content.json }
        let translated = parts.map { OpenAI.ResponseContentPart(members: $0.object ?? [:]).inChat }
        let texts = translated.compactMap { $0["text"]?.string }
        return texts.count == translated.count ? .string(texts.joined(separator: "\n")) : .array(translated)
    }
}

extension OpenAI.ResponseContentPart {
    /// The part in the words of a chat.
    fileprivate var inChat: JSON {
        switch self.type {
        case .inputText, .outputText, .text, .reasoningText, .summaryText: ["type": "text", "text": self.text.json]
        case .refusal: ["type": "text", "text": self.refusal.json]
        case .picture: ["type": "image_url", "image_url": ["url": self.imageURL.json]]
        case .sound: ["type": "input_audio", "input_audio": self.inputAudio.json]
        }
    }
}
