import Schema

extension OpenAI.ChatRequest {
    /// Puts messages into OpenAI's words.
    ///
    /// Calls without an id get one, and the tools' answers that follow refer to it.
    static func messages(of messages: [Ollama.Message]) throws(TranslationFault) -> [JSON] {
        var translated: [JSON] = []
        var openCalls: [String] = []
        for (index, message) in messages.enumerated() {
            var result: JSONObject = ["role": .string(message.role.lowercased())]
            result["content"] = try content(of: message, at: "messages[\(index)]")
            if let thinking = message.thinking, !thinking.isEmpty { result["reasoning_content"] = .string(thinking) }
            if let calls = message.toolCalls, !calls.isEmpty {
                var parts: [JSON] = []
                for call in calls {
                    let id = call.id ?? "call_\(index)_\(parts.count)"
                    openCalls.append(id)
                    parts.append(call.inOpenAI(id: id))
                }
                result["tool_calls"] = .array(parts)
            }
            if message.role.lowercased() == "tool" {
                let id = message.toolCallID ?? openCalls.first ?? "call_\(index)"
                openCalls.removeAll { $0 == id }
                result["tool_call_id"] = .string(id)
                result["name"] = message.toolName.map(JSON.string)
            }
            translated.append(.object(result))
        }
        return translated
    }

    /// Text alone stays text; with pictures it becomes parts, the text first.
    private static func content(of message: Ollama.Message, at place: String) throws(TranslationFault) -> JSON {
        let content = message.content?.json ?? ""
        guard let images = message.images, !images.isEmpty else { return content }
        var parts = content.array ?? []
        if let text = content.string, !text.isEmpty { parts.append(["type": "text", "text": .string(text)]) }
        for (index, image) in images.enumerated() {
            guard let address = Picture.address(of: image) else {
                let text = "is no picture in base64 (PNG, JPEG, GIF, BMP or WebP)"
                throw TranslationFault(violation: Violation(place: "\(place).images[\(index)]", text: text))
            }
            parts.append(["type": "image_url", "image_url": ["url": .string(address)]])
        }
        return .array(parts)
    }
}

extension Ollama.ToolCall {
    fileprivate func inOpenAI(id: String) -> JSON {
        let arguments = self.function.arguments?.json ?? [:]
        return [
            "id": .string(id), "type": "function",
            "function": [
                "name": .string(self.function.name), "arguments": .string(arguments.string ?? arguments.text),
            ],
        ]
    }
}

/// A picture in base64, as Ollama's clients send it.
enum Picture {
    /// The `data:` address of a picture; `nil` when the text is none.
    static func address(of text: String) -> String? {
        if text.hasPrefix("data:image/") { return text }
        guard let type = kinds.first(where: { text.hasPrefix($0.start) })?.type else { return nil }
        return "data:\(type);base64,\(text)"
    }

    /// How the first bytes of each kind of picture look in base64.
    private static let kinds = [
        (start: "iVBORw0KGgo", type: "image/png"), (start: "/9j/", type: "image/jpeg"),
        (start: "R0lGOD", type: "image/gif"),
        (start: "Qk", type: "image/bmp"), (start: "UklGR", type: "image/webp"),
    ]
}
