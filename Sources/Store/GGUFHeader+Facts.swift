extension GGUFHeader: GGUFMetadata {
    /// Its licence, for example `apache-2.0`.
    package var license: String? { metadata["general.license"]?.text }

    /// The Jinja template for conversations; `nil` for a base model.
    package var chatTemplate: String? { metadata["tokenizer.chat_template"]?.text }

    /// The longest context that it was trained for, in tokens.
    package var contextLength: Int? { extent("context_length") }

    /// The length of its vectors.
    package var embeddingLength: Int? { extent("embedding_length") }

    /// How it makes one vector from many, by llama.cpp's number: 0 none, 1 mean, 2 first, 3 last, 4 ranks.
    package var poolingType: Int? { value("pooling_type")?.integer }

    /// Whether it ranks documents.
    package var isReranking: Bool { poolingType == 4 }

    /// Whether it knows how to mark a gap to be filled in.
    var canFillIn: Bool {
        InfillTokens.keys.reduce(into: vocabularyInfill) { tokens, entry in
            if metadata[entry.key] != nil { tokens.formUnion(entry.token) }
        } == .all
    }

    /// A number that must make sense: hostile files have others.
    private func extent(_ name: String) -> Int? {
        value(name)?.integer.flatMap { 1...Int(Int32.max) ~= $0 ? $0 : nil }
    }
}
