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
    fileprivate static let synonyms = [
        "max_tokens": ["max_completion_tokens", "n_predict"], "repeat_penalty": ["repetition_penalty"],
        "repeat_last_n": ["repetition_context_size"],
    ]

    /// Our names of fields, and those that llama-server has for the same.
    fileprivate static let respelled = [
        (ours: "repetition_penalty", child: "repeat_penalty"),
        (ours: "repetition_context_size", child: "repeat_last_n"),
    ]
}

extension Original {
    /// What has to be set so that the defaults hold where the client says nothing, in the order of the defaults; what
    /// the client says by names of ours comes first.
    ///
    /// - Parameters:
    ///   - members: Members of a request to llama-server.
    ///   - limit: What the path calls the most tokens to answer.
    /// - Returns: Keys and values.
    func filling(_ members: JSONObject, limit: String = "max_tokens") -> [(key: String, value: String)] {
        var values: [(key: String, value: String)] = []
        for (ours, child) in RequestDefaults.respelled where !has(child) {
            if let value = text(of: ours) { values.append((child, value)) }
        }
        for member in members.members {
            let spellings = [member.key] + (RequestDefaults.synonyms[member.key] ?? [])
            guard !spellings.contains(where: has) else { continue }
            values.append((member.key == "max_tokens" ? limit : member.key, member.value.text))
        }
        return values
    }
}

extension Original<OpenAI.ChatRequest> {
    /// What has to be set so that the defaults hold where the client says nothing.
    func filling(_ defaults: RequestDefaults) -> [(key: String, value: String)] {
        var values = filling(defaults.members, limit: "max_completion_tokens")
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

extension OpenAI.ChatRequest {
    /// The request with the defaults where it says nothing itself.
    func filled(by defaults: RequestDefaults) -> OpenAI.ChatRequest {
        var request = self
        for (ours, child) in RequestDefaults.respelled where members[child] ?? .null == .null {
            if let value = members[ours], value != .null { request.members[child] = value }
        }
        for member in defaults.members.members {
            let spellings = [member.key] + (RequestDefaults.synonyms[member.key] ?? [])
            guard spellings.allSatisfy({ members[$0] ?? .null == .null }) else { continue }
            request.members[member.key] = member.value
        }
        let messages = members["messages"]?.array ?? []
        if let system = defaults.system, let first = messages.first?["role"]?.string,
            first != "system", first != "developer"
        {
            request.members["messages"] = .array([["role": "system", "content": .string(system)]] + messages)
        }
        return request
    }
}

extension RequestDefaults {
    /// What holds for requests to a model that do not say it themselves.
    init(for model: Router.ModelEntry, _ wishes: ModelWishes) {
        var members = Ollama.Options(members: wishes.parameters).inChild
        if let user = model.request?.user { members["user"] = .string(user) }
        self.init(members: members, system: wishes.system)
    }
}

extension ModelWishes {
    /// What a model's maker wishes, and stronger than that what its entry says: its Modelfile, and its request
    /// parameters.
    init(for model: Router.ModelEntry, in catalog: Catalog) {
        self = catalog.origin(of: model.id)?.wishes ?? ModelWishes()
        for option in model.requestOptions.members { parameters[option.key] = option.value }
        system = model.request?.systemPrompt ?? system
    }
}

extension ModelShelf {
    /// What holds for requests to a model that do not say it themselves.
    func defaults(for model: Router.ModelEntry) -> RequestDefaults { traits(of: model).defaults }

    /// What a model's maker wishes, and stronger than that what its entry says.
    func wishes(for model: Router.ModelEntry) -> ModelWishes { traits(of: model).wishes }
}

extension Router.ModelEntry {
    /// The request parameters, as Ollama's options.
    var requestOptions: JSONObject {
        var options = JSONObject()
        for members in [self.config.members, self.request?.members ?? [:]] {
            for (key, option) in Self.options {
                // An empty list of stops is none.
                guard let value = members[key], value != .null, value != [] else { continue }
                options[option] = value
            }
        }
        return options
    }

    private static let options = [
        ("temperature", "temperature"), ("top_k", "top_k"), ("top_p", "top_p"), ("min_p", "min_p"),
        ("frequency_penalty", "frequency_penalty"), ("presence_penalty", "presence_penalty"), ("seed", "seed"),
        ("max_tokens", "num_predict"), ("repetition_penalty", "repeat_penalty"),
        ("repetition_context_size", "repeat_last_n"), ("stop", "stop"),
    ]
}
