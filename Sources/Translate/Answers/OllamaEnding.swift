import Schema

/// How a chat ended: why, and with which counts.
struct OllamaEnding: Sendable {
    private var reason: String?
    private var timings: JSON?
    private var hasDone = false

    /// Whether the child has said that the answer is complete, and that nothing follows.
    var isComplete: Bool { reason != nil && hasDone }

    /// The stream's own end has come.
    mutating func takeDone() {
        hasDone = true
    }

    mutating func take(_ chunk: JSONObject) {
        for choice in chunk["choices"]?.array ?? [] { reason = choice["finish_reason"]?.string ?? reason }
        timings = chunk["timings"] ?? timings
    }

    /// Writes reason, durations in nanoseconds, and counts; Ollama leaves out what is zero.
    func write(to answer: inout Ollama.ChatAnswer, _ clock: some AnswerClock) {
        answer.done = true
        // Ollama has no word of its own for an end with tool calls.
        answer.doneReason = reason == "length" ? "length" : "stop"
        answer.totalDuration = Self.filled(clock.total.nanoseconds)
        answer.loadDuration = Self.filled(clock.load.nanoseconds)
        let cached = timings?["cache_n"]?.int ?? 0
        answer.promptEvalCount = Self.filled(cached + (timings?["prompt_n"]?.int ?? 0))
        answer.promptEvalDuration = Self.filled(Self.nanoseconds(timings?["prompt_ms"]))
        answer.evalCount = Self.filled(timings?["predicted_n"]?.int ?? 0)
        answer.evalDuration = Self.filled(Self.nanoseconds(timings?["predicted_ms"]))
    }

    private static func nanoseconds(_ milliseconds: JSON?) -> Int {
        Int((max(0, min(milliseconds?.double ?? 0, 1e12)) * 1e6).rounded())
    }

    private static func filled(_ number: Int) -> Int? { number > 0 ? number : nil }
}

extension Duration {
    /// Whole nanoseconds.
    var nanoseconds: Int {
        Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000)
    }
}

/// How likely tokens were, in Ollama's words.
struct OllamaLogprobs: Sendable {
    /// How many of the likeliest tokens are told at each place; llama-server is always asked for one.
    let top: Int

    /// The tokens of one event; `nil` when there are none.
    func translated(_ logprobs: JSON?) -> JSON? {
        guard let tokens = logprobs?["content"]?.array, !tokens.isEmpty else { return nil }
        return .array(
            tokens.map { token in
                var result = Self.entry(token)
                let others = (token["top_logprobs"]?.array ?? []).prefix(top).map { JSON.object(Self.entry($0)) }
                if !others.isEmpty { result["top_logprobs"] = .array(others) }
                return .object(result)
            }
        )
    }

    private static func entry(_ token: JSON) -> JSONObject {
        var result = JSONObject()
        result["token"] = token["token"]
        result["logprob"] = token["logprob"]
        result["bytes"] = token["bytes"] ?? .array((token["token"]?.string ?? "").utf8.map { .number(Int($0)) })
        return result
    }
}
