import Schema

/// How far an answer in Anthropic's words has come: which part of it is open, and how it ended.
///
///     nothing ──► thinking ──► text ──► tool use ──► tool use ──► complete
///
/// One part is open at a time, in whatever order the child tells them; a part of another kind closes it.
struct AnthropicProgress: Sendable {
    /// The answer's name; `nil` until the child has said anything.
    private(set) var id: String?
    /// The part that is open; `nil` for none.
    private(set) var open: Part?
    /// The tokens, as far as they are known.
    private(set) var usage = AnthropicUsage()
    private let tellsThoughts: Bool
    private var count = 0
    private var calls = 0
    private var reason: String?
    private var stopSequence: String?
    private var hasDone = false

    /// A part of an answer.
    enum Part: Hashable, Sendable {
        case text
        case thinking
        /// A call, by the number that the child gives it.
        case toolUse(Int)
    }

    /// Something new about a part.
    struct Change: Sendable {
        /// The part.
        let part: Part
        /// Which part of the answer it is, from 0.
        let index: Int
        /// What is new.
        let kind: Kind

        enum Kind: Sendable {
            case opened(Anthropic.AnswerBlock)
            case grew(String)
            case closed
        }
    }

    /// An answer of which nothing has come.
    ///
    /// - Parameter tellsThoughts: Whether what the model thinks is a part of it.
    init(tellsThoughts: Bool) {
        self.tellsThoughts = tellsThoughts
    }

    /// Takes an event and returns what it changes.
    ///
    /// - Throws: ``AnswerFault`` when the event says that the answer has failed, or makes no sense.
    mutating func take(_ event: UnsafeRawBufferPointer) throws(AnswerFault) -> [Change] {
        guard case .chunk(let chunk) = try ChatEvent(event) else {
            hasDone = true
            return []
        }
        if id == nil { id = AnthropicID.message(chunk["id"]?.string ?? "") }
        usage.take(chunk)
        if let word = chunk["__verbose"]?["stopping_word"]?.string, !word.isEmpty { stopSequence = word }
        var changes: [Change] = []
        for choice in chunk["choices"]?.array ?? [] {
            reason = choice["finish_reason"]?.string ?? reason
            let delta = choice["delta"]
            if tellsThoughts { changes += grow(.thinking, by: delta?["reasoning_content"]) }
            changes += grow(.text, by: delta?["content"])
            for piece in delta?["tool_calls"]?.array ?? [] { changes += try take(call: piece) }
        }
        return changes
    }

    /// Closes the part that is open.
    mutating func close() -> [Change] {
        guard let part = open else { return [] }
        open = nil
        return [Change(part: part, index: count - 1, kind: .closed)]
    }

    /// Why the answer ended, and the text of the request that ended it.
    ///
    /// - Parameter limit: The most tokens that were asked for.
    /// - Returns: Both.
    /// - Throws: ``AnswerFault/connectionLost`` when the answer is not complete.
    func ending(limit: Int) throws(AnswerFault) -> (reason: Anthropic.StopReason, sequence: String?) {
        guard let reason, hasDone else { throw .connectionLost }
        switch reason {
        case "tool_calls": return (.toolUse, nil)
        // An answer ends where the context does, too.
        case "length": return (usage.output ?? limit < limit ? .contextWindowExceeded : .maxTokens, nil)
        default: return (stopSequence == nil ? .endTurn : .stopSequence, stopSequence)
        }
    }

    private mutating func take(call piece: JSON) throws(AnswerFault) -> [Change] {
        let number = piece["index"]?.int ?? 0
        var changes: [Change] = []
        if open != .toolUse(number) {
            guard number >= calls else {
                let message = "The model's server told a call of a tool in pieces that do not fit together."
                throw .refused(AnswerFault.Refusal(status: 502, message: message, type: nil))
            }
            calls = number + 1
            var block = Anthropic.AnswerBlock()
            block.type = .toolUse
            block.id = AnthropicID.call(piece["id"]?.string ?? "\(id ?? "")_\(number)")
            block.name = piece["function"]?["name"]?.string ?? ""
            block.members["input"] = [:]
            changes += open(.toolUse(number), with: block)
        }
        return changes + grow(.toolUse(number), by: piece["function"]?["arguments"])
    }

    /// Adds to a part, which is opened if it is not; nothing is no addition.
    private mutating func grow(_ part: Part, by text: JSON?) -> [Change] {
        guard let text = text?.string, !text.isEmpty else { return [] }
        var changes: [Change] = []
        if open != part {
            var block = Anthropic.AnswerBlock()
            block.type = part == .text ? .text : .thinking
            if part == .text { block.text = "" } else { (block.thinking, block.signature) = ("", "") }
            changes = open(part, with: block)
        }
        return changes + [Change(part: part, index: count - 1, kind: .grew(text))]
    }

    private mutating func open(_ part: Part, with block: Anthropic.AnswerBlock) -> [Change] {
        let closing = close()
        open = part
        count += 1
        return closing + [Change(part: part, index: count - 1, kind: .opened(block))]
    }
}
