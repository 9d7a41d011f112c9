import Schema

/// Makes one answer in Anthropic's words from the child's stream.
package struct AnthropicAggregate: AnswerTranslator {
    private let model: String
    private let limit: Int
    private var progress: AnthropicProgress
    private var parts: [(block: Anthropic.AnswerBlock, part: AnthropicProgress.Part, text: String)] = []

    /// An answer of which nothing has come.
    ///
    /// - Parameters:
    ///   - model: The model's id.
    ///   - limit: The most tokens that were asked for.
    ///   - tellsThoughts: Whether what the model thinks is a part of it; default true.
    package init(model: String, limit: Int, tellsThoughts: Bool = true) {
        (self.model, self.limit) = (model, limit)
        progress = AnthropicProgress(tellsThoughts: tellsThoughts)
    }

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        for change in try progress.take(event) {
            switch change.kind {
            case .opened(let block): parts.append((block, change.part, ""))
            case .grew(let text): parts[change.index].text += text
            case .closed: break
            }
        }
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        let (reason, sequence) = try progress.ending(limit: limit)
        var answer = Anthropic.MessagesAnswer(beginning: progress.id ?? "", by: model, progress.usage)
        var blocks: [JSON] = []
        for (begun, part, text) in parts {
            var block = begun
            switch part {
            case .text: block.text = text
            case .thinking: block.thinking = text
            case .toolUse: block.members["input"] = try Self.input(text, of: block, isCut: reason != .toolUse)
            }
            blocks.append(block.json)
        }
        answer.members["content"] = .array(blocks)
        answer.stopReason = reason
        answer.members["stop_sequence"] = sequence.json
        answer.json.write(to: &out)
    }

    /// What a tool is called with.
    ///
    /// - Parameters:
    ///   - text: What the model has written.
    ///   - block: The call.
    ///   - isCut: Whether the answer ended before the model was done: then an unfinished text counts as nothing.
    /// - Returns: An object.
    /// - Throws: ``AnswerFault`` when the model has written no JSON object.
    private static func input(
        _ text: String,
        of block: Anthropic.AnswerBlock,
        isCut: Bool
    ) throws(AnswerFault) -> JSON {
        if text.isEmpty { return [:] }
        if let input = try? JSON(parsing: text), input.object != nil { return input }
        guard !isCut else { return [:] }
        let message = "The model called '\(block.name ?? "")' with arguments that are no JSON object: \(text)"
        throw .refused(AnswerFault.Refusal(status: 502, message: message, type: nil))
    }
}
