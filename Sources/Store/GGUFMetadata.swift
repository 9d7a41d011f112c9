/// What has been read of a GGUF file's key-value part, and what it tells.
package protocol GGUFMetadata {
    /// The keys that have been read, with their values.
    var metadata: [String: GGUFValue] { get }
}

extension GGUFMetadata {
    /// The model's architecture, for example `llama`; `nil` when the file does not tell.
    package var architecture: String? { metadata["general.architecture"]?.text }

    /// What its makers call it.
    package var name: String? { metadata["general.name"]?.text }

    /// Its size in the words of its makers, for example `135M`.
    package var sizeLabel: String? { metadata["general.size_label"]?.text }

    /// What kind of file it is, for example `model`, `adapter` or `imatrix`; `nil` when the file does not tell.
    package var type: String? { metadata["general.type"]?.text }

    /// The value of a key that starts with the architecture: `block_count` reads `llama.block_count`.
    package func value(_ name: String) -> GGUFValue? {
        architecture.flatMap { metadata["\($0).\(name)"] }
    }

    /// Whether it turns text into vectors instead of continuing it.
    package var isEmbedding: Bool {
        value("pooling_type") != nil || architecture.map(encoders.contains) == true
    }

    /// How its weights are stored, for example `Q4_K_M`; `nil` when the file does not tell or nobody has heard of it.
    ///
    /// Source: llama.cpp, `include/llama.h`, `llama_ftype`.
    package var fileType: String? {
        // A bit says that the type was guessed from the tensors.
        metadata["general.file_type"]?.integer.flatMap { fileTypes[$0 & ~1024] }
    }
}

/// Architectures without a decoder.
private let encoders: Set<String> = [
    "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
    "gemma-embedding", "t5encoder", "llama-embed",
]

/// The names of llama.cpp's file types, by number.
let fileTypes: [Int: String] = [
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M",
    13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS",
    21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4", 39: "NVFP4", 40: "Q1_0",
    41: "Q2_0",
]
