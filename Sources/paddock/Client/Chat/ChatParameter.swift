import Schema

/// The parameters that a person can set in a chat; pure.
///
/// Source: Ollama, docs/modelfile.md, "Valid Parameters and Values", and llama-server's README for mirostat.
enum ChatParameter {
    private enum Kind {
        case whole, number, truth, texts
    }

    private static let kinds: [(name: String, kind: Kind)] = [
        ("num_ctx", .whole), ("num_predict", .whole), ("num_keep", .whole), ("num_batch", .whole), ("num_gpu", .whole),
        ("main_gpu", .whole), ("num_thread", .whole), ("seed", .whole), ("top_k", .whole), ("repeat_last_n", .whole),
        ("mirostat", .whole), ("temperature", .number), ("top_p", .number), ("min_p", .number), ("typical_p", .number),
        ("repeat_penalty", .number), ("presence_penalty", .number), ("frequency_penalty", .number),
        ("mirostat_tau", .number), ("mirostat_eta", .number), ("use_mmap", .truth), ("stop", .texts),
    ]

    /// The value of a parameter as requests have it.
    ///
    /// - Throws: ``ChatCommand/Fault`` when there is no such parameter, or it cannot have this value.
    static func value(of name: String, _ words: [String]) throws(ChatCommand.Fault) -> JSON {
        guard let kind = kinds.first(where: { $0.name == name })?.kind else {
            let names = kinds.map(\.name).sorted().joined(separator: ", ")
            throw ChatCommand.Fault("'\(name)' is no parameter. There are \(names).")
        }
        switch kind {
        case .texts: return .array(words.map { .string(unquoted($0)) })
        case .whole:
            if words.count == 1, let value = Int(words[0]) { return .number(value) }
            throw ChatCommand.Fault("\(name) takes a whole number.")
        case .number:
            if words.count == 1, let value = Double(words[0]), value.isFinite { return .number(value) }
            throw ChatCommand.Fault("\(name) takes a number.")
        case .truth:
            if words == ["true"] || words == ["false"] { return .bool(words == ["true"]) }
            throw ChatCommand.Fault("\(name) takes true or false.")
        }
    }

    /// What to know of a parameter that was set in a chat; `nil` when it simply has its value from now on.
    static func advice(on name: String) -> String? {
        guard let place = placesInFile.first(where: { $0.name == name })?.place else { return nil }
        let saving = name == "main_gpu" ? "" : "/save NAME makes a model that is loaded with it, and "
        return
            "\(name) is read when a model is loaded, so it changes nothing in this chat. \(saving)in models.yaml it is "
            + "\(place)."
    }

    /// Parameters that requests cannot change, and where a model's entry in models.yaml has them.
    private static let placesInFile = [
        ("num_ctx", "n_ctx"), ("num_batch", "n_batch"), ("num_thread", "n_threads"), ("num_gpu", "n_gpu_layers"),
        ("use_mmap", "use_mmap"), ("main_gpu", "--main-gpu in server_args"),
    ].map { (name: $0, place: $1) }

    private static func unquoted(_ word: String) -> String {
        guard word.count > 1, word.hasPrefix("\""), word.hasSuffix("\"") else { return word }
        return String(word.dropFirst().dropLast())
    }
}
