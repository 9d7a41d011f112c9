import Schema

/// A message as templates see it.
///
/// Source: Ollama, `template/template.go`, `collate` and `templateMessage`.
struct TemplateMessage {
    let role: String
    var content: String
    private let message: Ollama.Message
    private var calls: [JSON]

    private init(_ message: Ollama.Message) {
        role = message.speaker
        content = message.text
        self.message = message
        calls = (message.toolCalls ?? []).enumerated().map { $0.element.asTemplateCall(at: $0.offset) }
    }

    /// The messages, of which those that one role says in a row are one; answers of tools stay apart.
    static func collated(_ messages: [Ollama.Message]) -> [TemplateMessage] {
        var collated: [TemplateMessage] = []
        for message in messages.map(TemplateMessage.init) {
            guard let last = collated.indices.last, collated[last].role == message.role, message.role != "tool" else {
                collated.append(message)
                continue
            }
            collated[last].content += "\n\n" + message.content
            collated[last].calls += message.calls
        }
        return collated
    }

    var json: JSON {
        [
            "Role": .string(role),
            "Content": .string(content),
            "Thinking": .string(message.thinking ?? ""),
            "Images": .array((message.images ?? []).map(JSON.string)),
            "ToolCalls": .array(calls),
            "ToolName": .string(message.toolName ?? ""),
            "ToolCallID": .string(message.toolCallID ?? ""),
        ]
    }
}

extension Ollama.Message {
    /// Who says it, in lower case.
    var speaker: String { self.role.lowercased() }

    /// What is said, without what is no text.
    var text: String {
        guard let content = self.content?.json else { return "" }
        return content.string ?? content.array?.compactMap { $0["text"]?.string }.joined() ?? ""
    }
}

extension Ollama.ToolCall {
    fileprivate func asTemplateCall(at index: Int) -> JSON {
        [
            "ID": .string(self.id ?? ""),
            "Function": [
                "Index": .number(self.function.members["index"]?.int ?? index),
                "Name": .string(self.function.name),
                "Arguments": JSON.object(self.function.arguments?.object ?? [:]).sortedByKey,
            ],
        ]
    }
}
