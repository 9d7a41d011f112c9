import Schema

/// Makes the whole answer of a chat from its stream, the same that llama-server gives to those who want no stream.
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
        try take(try ChatEvent(event))
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
        // With several answers each one tells its own; llama-server's whole answer has those of the first.
        guard lastFinished == 0 || usage == nil else { return }
        usage = chunk["usage"] ?? usage
        timings = chunk["timings"] ?? timings
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
