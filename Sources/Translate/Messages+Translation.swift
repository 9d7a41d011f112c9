import Schema

extension OpenAI.ChatRequest {
    /// Puts messages into OpenAI's words.
    ///
    /// Calls without an id get one, and the tools' answers that follow refer to it.
    static func messages(of messages: [Ollama.Message]) throws(TranslationFault) -> [JSON] {
        var translated: [JSON] = []
        var openCalls: [(id: String, name: String)] = []
        for (index, message) in messages.enumerated() {
            var result: JSONObject = ["role": .string(message.role.lowercased())]
            result["content"] = try content(of: message, at: "messages[\(index)]")
            if let thinking = message.thinking, !thinking.isEmpty { result["reasoning_content"] = .string(thinking) }
            if let calls = message.toolCalls, !calls.isEmpty {
                var parts: [JSON] = []
                for call in calls {
                    let id = call.id ?? madeUpID(translated.count * 100 + parts.count)
                    openCalls.append((id, call.function.name))
                    parts.append(call.inOpenAI(id: id))
                }
                result["tool_calls"] = .array(parts)
            }
            if message.role.lowercased() == "tool" {
                let named = openCalls.first { $0.name == message.toolName } ?? openCalls.first
                let id = message.toolCallID ?? named?.id ?? madeUpID(index)
                openCalls.removeAll { $0.id == id }
                result["tool_call_id"] = .string(id)
                result["name"] = message.toolName.map(JSON.string)
            }
            translated.append(.object(result))
        }
        return translated
    }

    /// Nine letters and digits: some chat templates insist on that.
    private static func madeUpID(_ number: Int) -> String {
        let digits = String(number % 100_000)
        return "call" + String(repeating: "0", count: 5 - digits.count) + digits
    }

    /// Text alone stays text; with pictures it becomes parts, the text first.
    private static func content(of message: Ollama.Message, at place: String) throws(TranslationFault) -> JSON {
        let content = message.content?.json ?? ""
        guard let images = message.images, !images.isEmpty else { return content }
        var parts = content.array ?? []
        if let text = content.string, !text.isEmpty { parts.append(["type": "text", "text": .string(text)]) }
        for (index, image) in images.enumerated() {
            let place = "\(place).images[\(index)]"
            if let offset = Picture.firstFault(in: image) {
                let sentence = "illegal base64 data at input byte \(offset)"
                throw TranslationFault(violation: Violation(place: place, text: sentence, sentence: sentence))
            }
            guard let address = Picture.address(of: image) else {
                let text = "is no picture that is known here (PNG, JPEG, GIF, BMP, WebP)"
                throw TranslationFault(violation: Violation(place: place, text: text))
            }
            parts.append(["type": "image_url", "image_url": ["url": .string(address)]])
        }
        return .array(parts)
    }
}

extension Ollama.ToolCall {
    fileprivate func inOpenAI(id: String) -> JSON {
        let arguments = self.function.arguments
        // A text of the client's is passed on as it is.
        let text = arguments?.json.string.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        return [
            "id": .string(id), "type": "function",
            "function": [
                "name": .string(self.function.name),
                "arguments": .string(text ?? JSON.object(arguments?.object ?? [:]).text),
            ],
        ]
    }
}
