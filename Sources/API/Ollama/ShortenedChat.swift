import NIOCore
import Translate

/// A conversation that the model has no room for: its oldest messages are left out until it fits, then the beginning of
/// the last one.
///
/// Instructions stay. Every try costs the child no more than counting tokens.
struct ShortenedChat: Recovery {
    private var request: Ollama.ChatRequest
    private let makeWay: @Sendable (Ollama.ChatRequest) -> Question.Way?

    /// Shortens a conversation.
    ///
    /// - Parameters:
    ///   - request: The conversation that may be refused.
    ///   - makeWay: How a shorter one is asked; `nil` when it cannot be.
    init(_ request: Ollama.ChatRequest, makeWay: @escaping @Sendable (Ollama.ChatRequest) -> Question.Way?) {
        self.request = request
        self.makeWay = makeWay
    }

    mutating func way(after refusal: AnswerFault.Refusal) -> Question.Way? {
        guard refusal.type == "exceed_context_size_error", let tokens = refusal.tokens,
            let shorter = request.shortened(by: tokens)
        else { return nil }
        request = shorter
        return makeWay(shorter)
    }
}
