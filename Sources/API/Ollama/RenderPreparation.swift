import Schema
import Translate

/// Answers the prompt that a model would get.
///
/// Source: Ollama, `api/types.go`, `DebugInfo`.
struct RenderPreparation: Preparation {
    private let model: String
    private let rendering: JSON
    private var hasAsked = false

    /// Asks for a prompt.
    ///
    /// - Parameters:
    ///   - rendering: The body that asks for the prompt as the model's template makes it.
    ///   - model: The model, as the request spelled it.
    init(_ rendering: JSON, for model: String) {
        self.rendering = rendering
        self.model = model
    }

    mutating func next(after reply: ChildReply?) throws(Problem) -> PreparationStep {
        guard hasAsked else {
            hasAsked = true
            return .ask(Question.Call(path: "/apply-template", json: rendering))
        }
        guard let prompt = reply?.json?["prompt"] else { throw Problem(reply) }
        return .go(.answered { [model] clock in Self.answer(prompt, model, clock) })
    }

    /// The answer that holds a prompt.
    static func answer(_ prompt: JSON, _ model: String, _ clock: any AnswerClock) -> JSON {
        [
            "model": .string(model), "created_at": .string("\(clock.now)"), "done": false,
            "_debug_info": ["rendered_template": prompt],
        ]
    }
}
