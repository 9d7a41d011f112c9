import Schema

/// Makes the whole answer of a chat from its stream, the same that llama-server gives to those who want no stream; only
/// that `usage` counts the tokens of all its choices.
///
/// Source: llama-server, the objects `chat.completion` and `chat.completion.chunk`, order of keys included.
package struct ChatAggregator: AnswerTranslator {
    private var head: JSONObject?
    private var choices: [Int: ChoiceParts] = [:]
    private var usage: JSON?
    private var timings: JSON?
    private var lastFinished = 0
    private var hasDone = false

    /// An answer of which nothing has come.
    package init() {}

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        // Nearly all events only add to the first answer's text, and need no tree.
        if head != nil, choices[0] != nil, let text = PlainText.find(in: event) {
            choices[0]?.take(escaped: text)
        } else {
            try take(try ChatEvent(event))
        }
    }

    mutating func take(_ event: ChatEvent) throws(AnswerFault) {
        guard case .chunk(let chunk) = event else {
            hasDone = true
            return
        }
        if head == nil { head = chunk }
        for choice in chunk["choices"]?.array ?? [] {
            let index = choice["index"]?.int ?? 0
            choices[index, default: ChoiceParts()].take(choice)
            if choice["finish_reason"]?.string != nil { lastFinished = index }
        }
        count(chunk["usage"])
        // With several answers each one tells its own; llama-server's whole answer has those of the first.
        guard lastFinished == 0 || timings == nil else { return }
        timings = chunk["timings"] ?? timings
    }

    /// Adds the tokens of one of several answers to those of the others; they share the prompt.
    ///
    /// Source: OpenAI, the object `usage`. llama-server's whole answer has those of the first one alone.
    private mutating func count(_ more: JSON?) {
        guard let more = more?.object else { return }
        guard var sum = usage?.object else { return usage = .object(more) }
        for key in ["completion_tokens", "total_tokens"] {
            guard let own = more["completion_tokens"]?.int, let former = sum[key]?.int else { continue }
            sum[key] = .number(former + own)
        }
        usage = .object(sum)
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        try whole().write(to: &out)
    }

    /// The whole answer.
    ///
    /// - Throws: ``AnswerFault/connectionLost`` when one of the answers has no end.
    func whole() throws(AnswerFault) -> JSON {
        guard let head, hasDone, !choices.isEmpty, choices.values.allSatisfy(\.isComplete) else {
            throw .connectionLost
        }
        var answer = JSONObject()
        answer["choices"] = .array(choices.sorted { $0.key < $1.key }.map { $0.value.whole(index: $0.key) })
        for key in ["created", "model", "system_fingerprint"] { answer[key] = head[key] }
        answer["object"] = "chat.completion"
        answer["usage"] = usage
        answer["id"] = head["id"]
        answer["timings"] = timings
        return .object(answer)
    }
}

/// What has come of one of several answers.
private struct ChoiceParts: Sendable {
    private var content = ""
    private var reasoning = ""
    private var calls = ToolCallParts()
    private var logprobs: [JSON] = []
    private var finishReason: String?

    var isComplete: Bool { finishReason != nil }

    mutating func take(escaped text: Slice<UnsafeRawBufferPointer>) {
        content += JSONText.unescape(UnsafeRawBufferPointer(rebasing: text))
    }

    mutating func take(_ choice: JSON) {
        if let delta = choice["delta"] {
            content += delta["content"]?.string ?? ""
            reasoning += delta["reasoning_content"]?.string ?? ""
            calls.take(delta["tool_calls"]?.array ?? [])
        }
        logprobs += choice["logprobs"]?["content"]?.array ?? []
        finishReason = choice["finish_reason"]?.string ?? finishReason
    }

    func whole(index: Int) -> JSON {
        var message: JSONObject = ["role": "assistant", "content": .string(content)]
        if !reasoning.isEmpty { message["reasoning_content"] = .string(reasoning) }
        if !calls.isEmpty { message["tool_calls"] = .array(calls.inOpenAI) }
        var choice: JSONObject = [
            "finish_reason": finishReason.map(JSON.string) ?? .null, "index": .number(index),
            "message": .object(message),
        ]
        if !logprobs.isEmpty { choice["logprobs"] = ["content": .array(logprobs)] }
        return .object(choice)
    }
}
