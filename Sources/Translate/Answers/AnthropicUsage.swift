import Schema

/// The tokens of an answer: those of its prompt are known before its first word, its own at the end.
struct AnthropicUsage: Sendable {
    /// Tokens of the answer; `nil` until they are known.
    private(set) var output: Int?
    private var prompt = 0
    private var cached = 0

    /// Takes what an event tells of them.
    mutating func take(_ chunk: JSONObject) {
        if let progress = chunk["prompt_progress"] {
            prompt = progress["total"]?.int ?? prompt
            cached = progress["cache"]?.int ?? cached
        }
        guard let usage = chunk["usage"], usage != .null else { return }
        prompt = usage["prompt_tokens"]?.int ?? prompt
        cached = usage["prompt_tokens_details"]?["cached_tokens"]?.int ?? cached
        output = usage["completion_tokens"]?.int ?? output
    }

    /// The counts in Anthropic's words.
    var inAnthropic: Anthropic.Usage {
        var usage = Anthropic.Usage()
        usage.inputTokens = max(0, prompt - cached)
        usage.cacheCreation = 0
        usage.cacheRead = cached
        usage.outputTokens = output ?? 0
        return usage
    }
}
