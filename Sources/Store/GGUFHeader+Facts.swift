extension GGUFHeader {
    /// The model's architecture, for example `llama`; `nil` when the file does not tell.
    package var architecture: String? { metadata["general.architecture"]?.text }

    /// What its makers call it.
    package var name: String? { metadata["general.name"]?.text }

    /// Its size in the words of its makers, for example `135M`.
    package var sizeLabel: String? { metadata["general.size_label"]?.text }

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

    /// The value of a key that starts with the architecture: `block_count` reads `llama.block_count`.
    package func value(_ name: String) -> GGUFValue? {
        architecture.flatMap { metadata["\($0).\(name)"] }
    }

    /// Whether it turns text into vectors instead of continuing it.
    package var isEmbedding: Bool {
        value("pooling_type") != nil || architecture.map(Self.encoders.contains) == true
    }

    /// Whether it ranks documents.
    package var isReranking: Bool { poolingType == 4 }

    /// Whether it knows how to mark a gap to be filled in.
    var canFillIn: Bool {
        InfillTokens.keys.reduce(into: vocabularyInfill) { tokens, entry in
            if metadata[entry.key] != nil { tokens.formUnion(entry.token) }
        } == .all
    }

    /// How its weights are stored, for example `Q4_K_M`; `nil` when the file does not tell or nobody has heard of it.
    ///
    /// Source: llama.cpp, `include/llama.h`, `llama_ftype`.
    package var fileType: String? {
        // A bit says that the type was guessed from the tensors.
        metadata["general.file_type"]?.integer.flatMap { Self.fileTypes[$0 & ~1024] }
    }

    /// A number that must make sense: hostile files have others.
    private func extent(_ name: String) -> Int? {
        value(name)?.integer.flatMap { 1...Int(Int32.max) ~= $0 ? $0 : nil }
    }

    /// Architectures without a decoder.
    private static let encoders: Set<String> = [
        "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
        "gemma-embedding", "t5encoder", "llama-embed",
    ]

    private static let fileTypes: [Int: String] = [
        0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
        12: "Q3_K_M",
        13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS",
        21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
        29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4", 39: "NVFP4",
        40: "Q1_0", 41: "Q2_0",
    ]
}
