import Schema
import Translate

extension Dialect {
    /// The shape of its errors.
    var errorRule: Rule {
        switch self {
        case .openAI: OpenAI.ErrorBody.rule
        case .anthropic: Anthropic.ErrorBody.rule
        case .ollama: Ollama.ErrorBody.rule
        }
    }
}
