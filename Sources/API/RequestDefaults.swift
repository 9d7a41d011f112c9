import Providers
import Router
import Schema
import Store
import Translate

/// What holds for requests to a model that do not say it themselves; the request always wins.
struct RequestDefaults: Sendable {
    /// Members of a request to llama-server.
    let members: JSONObject
    /// Instructions for conversations that bring none; `nil` for none.
    let system: String?

    /// Other spellings by which a client may have said the same.
    static let synonyms = [
        "max_tokens": ["max_completion_tokens", "n_predict"], "max_completion_tokens": ["max_tokens", "n_predict"],
        "repeat_penalty": ["repetition_penalty"], "repeat_last_n": ["repetition_context_size"],
    ]

    var isEmpty: Bool { members.isEmpty && system == nil }
}

extension Original<OpenAI.ChatRequest> {
    /// What has to be set so that the defaults hold where the client says nothing.
    func filling(_ defaults: RequestDefaults) -> [(key: String, value: String)] {
        var values: [(key: String, value: String)] = []
        for member in defaults.members.members {
            let spellings = [member.key] + (RequestDefaults.synonyms[member.key] ?? [])
            if !spellings.contains(where: has) { values.append((member.key, member.value.text)) }
        }
        if let system = defaults.system, !hasInstructions, let messages = text(of: "messages") {
            let first: JSON = ["role": "system", "content": .string(system)]
            values.append(("messages", "[\(first.text),\(messages.dropFirst())"))
        }
        return values
    }

    /// Whether the conversation begins with instructions.
    private var hasInstructions: Bool {
        guard let first = self.messages.first else { return true }
        return first.role == .system || first.role == .developer
    }
}

extension ModelShelf {
    /// What holds for requests to a model that do not say it themselves.
    func defaults(for model: Router.ModelEntry) -> RequestDefaults {
        let wishes = wishes(for: model)
        return RequestDefaults(
            members: Ollama.Options(members: wishes.parameters).inChild,
            system: wishes.system
        )
    }

    /// What a model's maker wishes: its Modelfile, or the request parameters of its entry.
    func wishes(for model: Router.ModelEntry) -> ModelWishes {
        catalog.origin(of: model.id)?.wishes ?? ModelWishes(parameters: model.config.requestOptions)
    }
}

extension ModelConfig {
    /// The request parameters, as Ollama's options.
    var requestOptions: JSONObject {
        var options = JSONObject()
        for (key, option) in Self.options { options[option] = members[key] }
        return options
    }

    private static let options = [
        ("temperature", "temperature"), ("top_k", "top_k"), ("top_p", "top_p"), ("min_p", "min_p"),
        ("max_tokens", "num_predict"), ("repetition_penalty", "repeat_penalty"),
        ("repetition_context_size", "repeat_last_n"),
    ]
}
