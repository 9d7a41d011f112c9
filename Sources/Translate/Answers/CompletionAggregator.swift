import Schema

/// Makes the whole answer of a continued text from its stream, the same that llama-server gives to those who want no
/// stream.
///
/// Source: llama-server, the object `text_completion`, order of keys included.
package struct CompletionAggregator: AnswerTranslator {
    private var head: JSONObject?
    private var choices: [Int: Choice] = [:]
    private var usage: JSON?
    private var timings: JSON?
    private var hasDone = false

    /// One of several answers.
    private struct Choice: Sendable {
        var text = ""
        var finishReason: JSON?
    }

    /// An answer of which nothing has come.
    package init() {}

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        // A stream for several prompts begins with an element that is nothing.
        guard !event.isEqual("null") else { return }
        guard case .chunk(let chunk) = try ChatEvent(event) else {
            hasDone = true
            return
        }
        if head == nil { head = chunk }
        for piece in chunk["choices"]?.array ?? [] {
            let index = piece["index"]?.int ?? 0
            var choice = choices[index] ?? Choice()
            choice.text += piece["text"]?.string ?? ""
            if let reason = piece["finish_reason"], reason != .null { choice.finishReason = reason }
            choices[index] = choice
            // Each answer tells its own counts; llama-server's whole answer has those of the first.
            guard index == 0 else { continue }
            usage = chunk["usage"] ?? usage
            timings = chunk["timings"] ?? timings
        }
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        guard let head, hasDone, !choices.isEmpty, choices.values.allSatisfy({ $0.finishReason != nil }) else {
            throw .connectionLost
        }
        var answer = JSONObject()
        answer["choices"] = .array(
            choices.sorted { $0.key < $1.key }.map { index, choice in
                [
                    "text": .string(choice.text), "index": .number(index), "logprobs": .null,
                    "finish_reason": choice.finishReason ?? .null,
                ]
            }
        )
        for key in ["created", "model", "system_fingerprint", "object"] { answer[key] = head[key] }
        answer["usage"] = usage
        answer["id"] = head["id"]
        answer["timings"] = timings
        JSON.object(answer).write(to: &out)
    }
}
