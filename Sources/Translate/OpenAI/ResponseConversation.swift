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
    mutating func add(_ item: OpenAI.ResponseInputItem, at place: String, _ faults: inout TranslationFaults) {
        switch item.type {
        case "message": addMessage(item, at: place, &faults)
        case "reasoning": addThoughts(item)
        case "function_call":
            if let call = Self.call(item, at: place, &faults) { turn.calls.append(call) }
        case "function_call_output":
            guard let id = Self.filled(item.callID, "\(place).call_id", &faults) else { return }
            let content = Self.content(item.output, at: "\(place).output", &faults)
            add(["role": "tool", "tool_call_id": .string(id), "content": content])
        case "item_reference": faults.note(place, "refers to an item, and Paddock keeps none. Send the item itself")
        default: faults.note("\(place).type", "'\(item.type)' is no item that is known here")
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

    private mutating func addMessage(
        _ item: OpenAI.ResponseInputItem,
        at place: String,
        _ faults: inout TranslationFaults
    ) {
        let content = Self.content(item.content, at: "\(place).content", &faults)
        guard let role = item.role else { return faults.note("\(place).role", "is required") }
        guard role == .assistant else { return add(["role": role.json, "content": content]) }
        if turn.hasSpoken { endTurn() }
        turn.content = content
    }

    private mutating func addThoughts(_ item: OpenAI.ResponseInputItem) {
        if turn.hasSpoken { endTurn() }
        let parts = item.content?.json.array ?? []
        turn.thoughts += (parts.isEmpty ? item.summary?.map(\.json) ?? [] : parts).compactMap { $0["text"]?.string }
    }

    private static func call(
        _ item: OpenAI.ResponseInputItem,
        at place: String,
        _ faults: inout TranslationFaults
    ) -> JSON? {
        let id = filled(item.callID, "\(place).call_id", &faults)
        let name = filled(item.name, "\(place).name", &faults)
        guard let id, let name else { return nil }
        let arguments = JSON.string(item.arguments ?? "{}")
        return ["id": .string(id), "type": "function", "function": ["name": .string(name), "arguments": arguments]]
    }

    private static func filled(_ text: String?, _ place: String, _ faults: inout TranslationFaults) -> String? {
        if text == nil { faults.note(place, "is required") }
        return text
    }

    /// Texts alone become one, for templates that know no parts.
    private static func content(
        _ content: OpenAI.ResponseContent?,
        at place: String,
        _ faults: inout TranslationFaults
    ) -> JSON {
        guard let content else {
            faults.note(place, "is required")
            return ""
        }
        guard let parts = content.json.array else { return content.json }
        var translated: [JSON] = []
        for (index, part) in parts.enumerated() {
            let part = OpenAI.ResponseContentPart(members: part.object ?? [:])
            if let part = part.inChat(at: "\(place)[\(index)]", &faults) { translated.append(part) }
        }
        let texts = translated.compactMap { $0["text"]?.string }
        return texts.count == translated.count ? .string(texts.joined(separator: "\n")) : .array(translated)
    }
}

extension OpenAI.ResponseContentPart {
    /// The part in the words of a chat.
    fileprivate func inChat(at place: String, _ faults: inout TranslationFaults) -> JSON? {
        switch self.type {
        case "input_text", "output_text", "text":
            if let text = self.text { return ["type": "text", "text": .string(text)] }
            faults.note("\(place).text", "is required")
        case "refusal":
            if let text = self.refusal { return ["type": "text", "text": .string(text)] }
            faults.note("\(place).refusal", "is required")
        case "input_image":
            if let address = self.imageURL { return ["type": "image_url", "image_url": ["url": .string(address)]] }
            faults.note("\(place).image_url", "is required: Paddock keeps no files, so a picture is sent as it is")
        case "input_audio":
            if let audio = self.inputAudio { return ["type": "input_audio", "input_audio": audio] }
            faults.note("\(place).input_audio", "is required")
        case "input_file": faults.note("\(place).type", "is a file, and files are not read here. Send its text")
        default: faults.note("\(place).type", "'\(self.type)' is no part that is known here")
        }
        return nil
    }
}
