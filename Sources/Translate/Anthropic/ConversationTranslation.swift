import Schema

/// Puts a conversation of Anthropic's into the words of a chat, and notes everything that it cannot.
///
/// Messages of one speaker in a row become one, as with Anthropic; what tools answered becomes messages of their own,
/// ahead of what the user says besides.
struct ConversationTranslation {
    /// The messages of the chat.
    private(set) var messages: [JSON] = []
    /// What cannot be translated, in the order of the request.
    private(set) var violations: [Violation] = []
    /// The names of the tools that have been called, by the calls' ids.
    private var tools: [String: String] = [:]

    /// One block, and its place in the request.
    private typealias Placed = (block: Anthropic.ContentBlock, place: String)

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
        var rest = Array(conversation.enumerated())[...]
        while let role = rest.first?.element.role {
            let turn = rest.prefix { $0.element.role == role }
            rest = rest.dropFirst(turn.count)
            let blocks = turn.flatMap { Self.blocks(of: $0.element, at: "messages[\($0.offset)].content") }
            switch role {
            case .system, .user: add(blocks, saidBy: role)
            case .assistant: addAssistant(blocks)
            }
        }
    }

    private static func blocks(of message: Anthropic.Message, at place: String) -> [Placed] {
        let content = message.content.json
        guard let blocks = content.array else {
            return [(Anthropic.ContentBlock(members: ["type": "text", "text": content]), place)]
        }
        return blocks.enumerated().map {
            (Anthropic.ContentBlock(members: $0.element.object ?? [:]), "\(place)[\($0.offset)]")
        }
    }

    private mutating func add(_ blocks: [Placed], saidBy role: Anthropic.Role) {
        var parts: [JSON] = []
        for (block, place) in blocks {
            switch block.type {
            case .text, .image, .document, .searchResult: parts += part(block, at: place)
            case .toolResult where role == .user: addResult(block, at: place)
            case .toolUse, .toolResult, .thinking, .redactedThinking: refuse(block, saidBy: role, at: place)
            }
        }
        guard !parts.isEmpty || !blocks.contains(where: { $0.block.type == .toolResult }) else { return }
        messages.append(["role": .string(role.rawValue), "content": Self.content(parts)])
    }

    private mutating func addAssistant(_ blocks: [Placed]) {
        var parts: [JSON] = []
        var thoughts = ""
        var calls: [JSON] = []
        for (block, place) in blocks {
            switch block.type {
            case .text: parts += part(block, at: place)
            case .thinking: thoughts += demand(block.thinking, "thinking", of: block, at: place) ?? ""
            case .redactedThinking: break
            case .toolUse: calls += call(block, at: place)
            case .image, .document, .searchResult, .toolResult: refuse(block, saidBy: .assistant, at: place)
            }
        }
        var message: JSONObject = ["role": "assistant", "content": Self.content(parts)]
        if !thoughts.isEmpty { message["reasoning_content"] = .string(thoughts) }
        if !calls.isEmpty { message["tool_calls"] = .array(calls) }
        messages.append(.object(message))
    }

    private mutating func call(_ block: Anthropic.ContentBlock, at place: String) -> [JSON] {
        guard let id = demand(block.id, "id", of: block, at: place),
            let name = demand(block.name, "name", of: block, at: place),
            demand(block.input, "input", of: block, at: place) != nil
        else { return [] }
        tools[id] = name
        // Not from the dictionary, which has no order.
        let arguments = block.members["input"]?.text ?? "{}"
        return [
            [
                "id": .string(AnthropicID.ofChild(call: id)), "type": "function",
                "function": ["name": .string(name), "arguments": .string(arguments)],
            ]
        ]
    }

    private mutating func addResult(_ block: Anthropic.ContentBlock, at place: String) {
        guard let id = demand(block.toolUseID, "tool_use_id", of: block, at: place) else { return }
        var parts: [JSON] = block.isError == true ? [Self.text("Error:")] : []
        let content = block.content?.json
        if let text = content?.string { parts += text.isEmpty ? [] : [Self.text(text)] }
        for (index, member) in (content?.array ?? []).enumerated() {
            parts += part(Anthropic.ContentBlock(members: member.object ?? [:]), at: "\(place).content[\(index)]")
        }
        var message: JSONObject = ["role": "tool", "tool_call_id": .string(AnthropicID.ofChild(call: id))]
        message["name"] = tools[id].map(JSON.string)
        message["content"] = Self.content(parts)
        messages.append(.object(message))
    }

    /// A text or a picture as a part of a chat's message; nothing for an empty one, or one that cannot be translated.
    private mutating func part(_ block: Anthropic.ContentBlock, at place: String) -> [JSON] {
        do throws(TranslationFault) {
            switch block.type {
            case .image:
                return [["type": "image_url", "image_url": ["url": .string(try block.picture(at: place))]]]
            case .document: return [Self.text(try block.document(at: place))]
            case .searchResult: return [Self.text(block.searchResult)]
            default:
                let text = demand(block.text, "text", of: block, at: place) ?? ""
                return text.isEmpty ? [] : [Self.text(text)]
            }
        } catch {
            violations.append(error.violation)
            return []
        }
    }

    private mutating func demand<Value>(
        _ value: Value?,
        _ key: String,
        of block: Anthropic.ContentBlock,
        at place: String
    ) -> Value? {
        if value == nil {
            let text = "is required in a block of type \(block.type.rawValue)"
            violations.append(Violation(place: "\(place).\(key)", text: text))
        }
        return value
    }

    private mutating func refuse(_ block: Anthropic.ContentBlock, saidBy role: Anthropic.Role, at place: String) {
        let text = "is \(block.type.rawValue), which a message of the \(role.rawValue) cannot hold"
        violations.append(Violation(place: "\(place).type", text: text))
    }

    private static func text(_ text: String) -> JSON { ["type": "text", "text": .string(text)] }

    /// Texts alone become one, for templates that know no parts.
    private static func content(_ parts: [JSON]) -> JSON {
        let texts = parts.compactMap { $0["text"]?.string }
        return texts.count == parts.count ? .string(texts.joined(separator: "\n")) : .array(parts)
    }
}
