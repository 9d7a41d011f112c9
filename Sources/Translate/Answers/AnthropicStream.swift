import Schema

/// Makes events in Anthropic's words from the child's stream.
///
/// The text of an ordinary event is copied as it is, still escaped: both protocols have the same escapes. Everything
/// else goes through a tree.
package struct AnthropicStream: AnswerTranslator {
    private let model: String
    private let limit: Int
    private var progress: AnthropicProgress
    private var hasStarted = false
    /// What stands before the text of an event that adds to the open part, which is text.
    private var opening: [UInt8] = []

    /// A stream of which nothing has come.
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
        if progress.open == .text, let text = PlainText.find(in: event) {
            guard !text.isEmpty else { return }
            out.append(contentsOf: opening)
            out.append(contentsOf: text)
            out.append("\"}}\n\n")
            return
        }
        for change in try progress.take(event) { write(change, to: &out) }
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        let (reason, sequence) = try progress.ending(limit: limit)
        start(to: &out)
        for change in progress.close() { write(change, to: &out) }
        var end = Anthropic.StreamEvent()
        end.type = .messageDelta
        end.delta = ["stop_reason": reason.json, "stop_sequence": sequence.json]
        end.usage = progress.usage.inAnthropic
        write(end, to: &out)
        end = Anthropic.StreamEvent()
        end.type = .messageStop
        write(end, to: &out)
    }

    private mutating func start(to out: inout [UInt8]) {
        guard !hasStarted else { return }
        hasStarted = true
        var event = Anthropic.StreamEvent()
        event.type = .messageStart
        event.message = Anthropic.MessagesAnswer(beginning: progress.id ?? "", by: model, progress.usage).json
        write(event, to: &out)
    }

    private mutating func write(_ change: AnthropicProgress.Change, to out: inout [UInt8]) {
        start(to: &out)
        switch change.kind {
        case .opened(let block):
            if change.part == .text { opening = Self.opening(of: change.index) }
            write(.contentBlockStart, at: change.index, to: &out) { $0.contentBlock = block }
        case .grew(let text):
            write(.contentBlockDelta, at: change.index, to: &out) { $0.delta = change.part.delta(text) }
        case .closed:
            if change.part == .thinking {
                let signature: JSON = ["type": "signature_delta", "signature": ""]
                write(.contentBlockDelta, at: change.index, to: &out) { $0.delta = signature }
            }
            write(.contentBlockStop, at: change.index, to: &out) { _ in }
        }
    }

    private func write(
        _ type: Anthropic.StreamEventType,
        at index: Int,
        to out: inout [UInt8],
        _ fill: (inout Anthropic.StreamEvent) -> Void
    ) {
        var event = Anthropic.StreamEvent()
        event.type = type
        event.index = index
        fill(&event)
        write(event, to: &out)
    }

    private func write(_ event: Anthropic.StreamEvent, to out: inout [UInt8]) {
        out.append("event: ")
        out.append(contentsOf: event.type.rawValue.utf8)
        out.append("\ndata: ")
        event.json.write(to: &out)
        out.append("\n\n")
    }

    private static func opening(of index: Int) -> [UInt8] {
        let data = #"{"type":"content_block_delta","index":\#(index),"delta":{"type":"text_delta","text":""#
        return Array("event: content_block_delta\ndata: \(data)".utf8)
    }
}

extension AnthropicProgress.Part {
    /// A piece of such a part, as an event tells it.
    fileprivate func delta(_ text: String) -> JSON {
        switch self {
        case .text: ["type": "text_delta", "text": .string(text)]
        case .thinking: ["type": "thinking_delta", "thinking": .string(text)]
        case .toolUse: ["type": "input_json_delta", "partial_json": .string(text)]
        }
    }
}

extension Anthropic.MessagesAnswer {
    /// An answer of which nothing has been said.
    init(beginning id: String, by model: String, _ usage: AnthropicUsage) {
        self.init()
        self.id = id
        self.type = "message"
        self.role = "assistant"
        self.model = model
        self.content = []
        members["stop_reason"] = .null
        members["stop_sequence"] = .null
        self.usage = usage.inAnthropic
    }
}
