package import Schema

extension Ollama.Options {
    /// The options as members of a request to llama-server; what it does not know is left out.
    package var inChild: JSONObject {
        var members = JSONObject()
        for option in Self.names {
            guard let value = self.members[option.ours], value != .null else { continue }
            members[option.child] = option.isWhole ? Self.whole(value, for: option.ours) : value
        }
        if let stop = self.stop?.json { members["stop"] = stop.string.map { [.string($0)] } ?? stop }
        return members
    }

    /// Where each option goes in a request to llama-server, and whether its fraction is cut off, as Ollama does.
    private static let names: [(ours: String, child: String, isWhole: Bool)] = [
        ("num_predict", "max_tokens", true), ("temperature", "temperature", false), ("top_k", "top_k", true),
        ("top_p", "top_p", false), ("min_p", "min_p", false), ("typical_p", "typical_p", false),
        ("repeat_last_n", "repeat_last_n", true), ("repeat_penalty", "repeat_penalty", false),
        ("presence_penalty", "presence_penalty", false), ("frequency_penalty", "frequency_penalty", false),
        ("mirostat", "mirostat", true), ("mirostat_tau", "mirostat_tau", false),
        ("mirostat_eta", "mirostat_eta", false),
        ("seed", "seed", true), ("num_keep", "n_keep", true),
    ]

    /// A whole number as llama-server takes it: a fraction is cut off, as Ollama does, and what only Ollama says by a
    /// number below zero is said in another way.
    private static func whole(_ value: JSON, for option: String) -> JSON {
        // Beyond 64 bits the spelling is left to the child: it knows its limits.
        guard let number = value.int ?? value.double.flatMap({ Int(exactly: $0.rounded(.towardZero)) }) else {
            return value
        }
        return switch option {
        case "num_predict": .number(max(number, -1))
        // Longer than any context; llama-server has no number that means the whole one.
        case "repeat_last_n": .number(number < 0 ? 131_072 : number)
        default: .number(number)
        }
    }
}
