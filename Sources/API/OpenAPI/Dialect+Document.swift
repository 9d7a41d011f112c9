import Schema
import Translate

extension Dialect {
    /// The name of its group of routes.
    var tag: String {
        switch self {
        case .openAI: "OpenAI"
        case .ollama: "Ollama"
        case .service: "Service"
        }
    }

    /// What the group is for.
    var introduction: String {
        switch self {
        case .openAI:
            "For clients of OpenAI: set their base address to `/v1` of this server. Fields that llama-server knows and "
                + "OpenAI does not are passed on as well."
        case .ollama: "For tools made for Ollama: set their host to this server."
        case .service: "For people and probes: is it up, what does it serve."
        }
    }

    /// The shape of its errors.
    var errorRule: Rule {
        switch self {
        case .openAI, .service: OpenAI.ErrorBody.rule
        case .ollama: Ollama.ErrorBody.rule
        }
    }
}
