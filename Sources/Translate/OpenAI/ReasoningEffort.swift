import Schema

extension OpenAI {
    /// How long a thinking model thinks: OpenAI's words, and what other servers' clients say.
    ///
    /// Source: OpenAI, "Create chat completion", `reasoning_effort`.
    package enum ReasoningEffort: String, Choice {
        case none, minimal, low, medium, high, xhigh, max
    }
}
