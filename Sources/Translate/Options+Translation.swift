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
    ///
    /// Of a number beyond 32 bits llama-server would read the lower half: a `num_predict` of 2^40 as 0.
    private static func whole(_ value: JSON, for option: String) -> JSON {
        guard let number = value.int ?? value.double.map(truncated) else { return value }
        return switch option {
        case "num_predict", "num_keep": .number(Int32(clamping: max(number, -1)))
        // Longer than any context; llama-server has no number that means the whole one, and makes room for as many.
        case "repeat_last_n": .number(0...131_072 ~= number ? number : 131_072)
        // Folded and not cut off, so that different seeds stay different.
        case "seed" where !(Int(Int32.min)...Int(UInt32.max) ~= number): .number(number & Int(Int32.max))
        case "seed": .number(number)
        default: .number(Int32(clamping: number))
        }
    }

    /// A number without its fraction; one beyond 64 bits becomes the nearest one within.
    private static func truncated(_ number: Double) -> Int {
        Int(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    }
}

extension Ollama.Options? {
    /// The tokens that are kept free for an answer when a prompt has to be shortened: as many as the request says, but no
    /// more than a quarter of the context.
    ///
    /// - Parameter limit: The context, in tokens.
    /// - Returns: The tokens.
    func room(within limit: Int) -> Int {
        let wish = self?.numPredict ?? 0
        return wish >= 1 && wish < Double(limit / 4) ? Int(wish) : limit / 4
    }
}
