import Schema

/// What has come of a response from a chat's stream; a pure state machine.
///
///     no item ──► open ──► closed ──► open ──► … ──► ended (why is known) ──► complete (nothing follows)
///
/// One item is open at a time, and only that one grows.
struct ResponseDraft: Sendable {
    /// The items that are whole.
    private(set) var closed: [ResponseItem] = []
    /// The item that grows.
    private(set) var open: ResponseItem?
    private let name: Substring
    private var lastCall = -1
    private var reason: String?
    /// The counts in the words of a chat; `nil` until they have come.
    private(set) var usage: JSON?
    /// How many pieces of thoughts have come.
    private(set) var thoughts = 0
    private var hasDone = false

    /// A response of which nothing has come.
    init(of response: OpenAI.Response) {
        name = response.id.drop { $0 != "_" }.dropFirst()
    }

    /// Whether nothing is missing.
    var isComplete: Bool { reason != nil && open == nil && hasDone }

    /// What becomes of the response, and why if not all that was wanted.
    var outcome: (status: OpenAI.ResponseStatus, cause: String?) {
        switch reason {
        case "length": (.incomplete, "max_output_tokens")
        case "content_filter": (.incomplete, "content_filter")
        default: (.completed, nil)
        }
    }

    /// Adds to the message that is open; `false` when none is.
    mutating func growMessage(by escaped: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard open?.kind == .message else { return false }
        open?.grow(by: escaped)
        return true
    }

    /// Takes the data of an event, and tells what it changes.
    ///
    /// - Throws: ``AnswerFault`` when it is an error, or makes no sense.
    mutating func take(_ event: UnsafeRawBufferPointer) throws(AnswerFault) -> [ResponseChange] {
        guard case .chunk(let chunk) = try ChatEvent(event) else {
            hasDone = true
            return []
        }
        if let counts = chunk["usage"], counts != .null { usage = counts }
        var changes: [ResponseChange] = []
        for choice in chunk["choices"]?.array ?? [] where choice["index"]?.int ?? 0 == 0 {
            if let delta = choice["delta"] { try take(delta, ResponseLogprobs(choice["logprobs"]).tokens, &changes) }
            guard let reason = choice["finish_reason"]?.string else { continue }
            self.reason = reason
            // An answer of nothing is an empty message.
            if open == nil, closed.isEmpty { start(.message, &changes) }
            close(as: outcome.status, &changes)
        }
        return changes
    }

    private mutating func take(
        _ delta: JSON,
        _ logprobs: [JSON],
        _ changes: inout [ResponseChange]
    ) throws(AnswerFault) {
        if let text = delta["reasoning_content"]?.string, !text.isEmpty {
            thoughts += 1
            continueOrStart(.reasoning, &changes)
            grow(by: text, [], &changes)
        }
        let text = delta["content"]?.string ?? ""
        if !text.isEmpty || (!logprobs.isEmpty && open?.kind == .message) {
            continueOrStart(.message, &changes)
            grow(by: text, logprobs, &changes)
        }
        for piece in delta["tool_calls"]?.array ?? [] { try take(piece, &changes) }
    }

    /// Takes a piece of a call: the first one has the name, the others more of the arguments.
    private mutating func take(_ piece: JSON, _ changes: inout [ResponseChange]) throws(AnswerFault) {
        let number = piece["index"]?.int ?? 0
        let function = piece["function"]
        if number > lastCall {
            lastCall = number
            let id = piece["id"]?.string ?? "call_\(name)_\(number)"
            start(.call(id: id, name: function?["name"]?.string ?? ""), &changes)
        } else if number < lastCall || open?.callID == nil {
            let message = "the model's server went back to a function call that was complete"
            throw .refused(AnswerFault.Refusal(status: 502, message: message, type: nil))
        }
        if let text = function?["arguments"]?.string, !text.isEmpty { grow(by: text, [], &changes) }
    }

    private mutating func continueOrStart(_ kind: ResponseItem.Kind, _ changes: inout [ResponseChange]) {
        if open?.kind != kind { start(kind, &changes) }
    }

    private mutating func start(_ kind: ResponseItem.Kind, _ changes: inout [ResponseChange]) {
        close(as: .completed, &changes)
        let item = ResponseItem(kind, at: closed.count, of: name)
        open = item
        changes.append(.opened(item))
    }

    private mutating func grow(by text: String, _ logprobs: [JSON], _ changes: inout [ResponseChange]) {
        var quoted: [UInt8] = []
        JSONText.writeQuoted(text, to: &quoted)
        let escaped = quoted.dropFirst().dropLast()
        open?.grow(by: escaped, logprobs: logprobs)
        changes.append(.grew(escaped, logprobs))
    }

    private mutating func close(as status: OpenAI.ResponseStatus, _ changes: inout [ResponseChange]) {
        guard var item = open else { return }
        open = nil
        item.end(as: status)
        closed.append(item)
        changes.append(.closed(item))
    }
}

extension ResponseItem {
    /// What joins the call and what comes of it; `nil` for everything else.
    fileprivate var callID: String? {
        guard case .call(let id, _) = kind else { return nil }
        return id
    }
}
