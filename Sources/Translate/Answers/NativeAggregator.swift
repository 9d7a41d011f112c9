import Schema

/// Makes the whole answer of llama-server's own `/completion` and `/infill` from its stream, the same that it gives to
/// those who want no stream: one object, or a list of them for several prompts.
///
/// Source: llama-server, `server_task_result_cmpl_partial` and `_final`, order of keys included.
package struct NativeAggregator: AnswerTranslator {
    private var parts: [Int: Part] = [:]
    private let tellsTokens: Bool

    /// The answer to one of several prompts.
    private struct Part: Sendable {
        var content = ""
        var tokens: [JSON] = []
        var last: JSONObject?

        func whole(tellsTokens: Bool) -> JSON {
            var answer = last ?? [:]
            answer["content"] = .string(content)
            answer["tokens"] = .array(tellsTokens ? tokens : [])
            if var settings = answer["generation_settings"]?.object {
                settings["stream"] = false
                answer["generation_settings"] = .object(settings)
            }
            return .object(answer)
        }
    }

    /// An answer of which nothing has come.
    ///
    /// - Parameter tellsTokens: Whether the request wants the numbers of the tokens; a stream always tells them.
    package init(tellsTokens: Bool) {
        self.tellsTokens = tellsTokens
    }

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        // A stream for several prompts begins with an element that is nothing.
        guard !event.isEqual("null") else { return }
        guard case .chunk(let event) = try ChatEvent(event) else { throw .connectionLost }
        // What tells how far the prompt has been read holds a token that is none.
        guard event["prompt_progress"] == nil else { return }
        let index = event["index"]?.int ?? 0
        var part = parts[index] ?? Part()
        part.content += event["content"]?.string ?? ""
        part.tokens += event["tokens"]?.array ?? []
        if event["stop"]?.bool == true { part.last = event }
        parts[index] = part
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        guard !parts.isEmpty, parts.values.allSatisfy({ $0.last != nil }) else { throw .connectionLost }
        let answers = parts.sorted { $0.key < $1.key }.map { $0.value.whole(tellsTokens: tellsTokens) }
        let answer = answers.count == 1 ? answers[0] : .array(answers)
        answer.write(to: &out)
    }
}
