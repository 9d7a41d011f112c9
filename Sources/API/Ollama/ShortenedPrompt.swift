import Translate

/// A prompt that the model has no room for: it is made once more, and shortened by its tokens.
struct ShortenedPrompt: Recovery {
    private var preparation: PromptPreparation?

    /// Shortens the prompt that a preparation makes.
    init(_ preparation: PromptPreparation) {
        self.preparation = preparation
    }

    mutating func way(after refusal: AnswerFault.Refusal) -> Question.Way? {
        guard refusal.type == "exceed_context_size_error", let tokens = refusal.tokens, let preparation else {
            return nil
        }
        self.preparation = nil
        return .prepared(preparation.fitting(into: tokens.limit))
    }
}
