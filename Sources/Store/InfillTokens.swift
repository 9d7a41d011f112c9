/// The tokens that mark a gap to be filled in.
struct InfillTokens: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// In front of the text before the gap.
    static let prefix = InfillTokens(rawValue: 1)
    /// In front of the text behind the gap.
    static let suffix = InfillTokens(rawValue: 2)
    /// Where the model starts to fill in.
    static let middle = InfillTokens(rawValue: 4)
    /// What it takes to fill in.
    static let all: InfillTokens = [.prefix, .suffix, .middle]

    /// The keys that name such a token by its number, new spelling and old.
    ///
    /// Source: llama.cpp, `src/llama-arch.cpp`.
    static let keys: [(key: String, token: InfillTokens)] = [
        ("tokenizer.ggml.fim_pre_token_id", .prefix), ("tokenizer.ggml.prefix_token_id", .prefix),
        ("tokenizer.ggml.fim_suf_token_id", .suffix), ("tokenizer.ggml.suffix_token_id", .suffix),
        ("tokenizer.ggml.fim_mid_token_id", .middle), ("tokenizer.ggml.middle_token_id", .middle),
    ]

    /// The texts by which llama.cpp finds such a token in a vocabulary without these keys.
    ///
    /// Source: llama.cpp, `src/llama-vocab.cpp`.
    private static let texts: [String: InfillTokens] = [
        "<|fim_prefix|>": .prefix, "<|fim_suffix|>": .suffix, "<|fim_middle|>": .middle,
        "<fim-prefix>": .prefix, "<fim-suffix>": .suffix, "<fim-middle>": .middle,
        "<fim_prefix>": .prefix, "<fim_suffix>": .suffix, "<fim_middle>": .middle,
        "<｜fim▁begin｜>": .prefix, "<｜fim▁hole｜>": .suffix, "<｜fim▁end｜>": .middle,
        "<PRE>": .prefix, "<SUF>": .suffix, "<MID>": .middle,
        "▁<PRE>": .prefix, "▁<SUF>": .suffix, "▁<MID>": .middle,
        "<|code_prefix|>": .prefix, "<|code_suffix|>": .suffix, "<|code_middle|>": .middle,
        "<|prefix|>": .prefix, "<|suffix|>": .suffix, "<|middle|>": .middle,
    ]

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Reads the next token of a vocabulary; most mark nothing.
    init(ofNext reader: inout GGUFReader) throws(GGUFError) {
        let length = try reader.count(of: 1, in: "the vocabulary")
        guard 5...24 ~= length else {
            try reader.skip(length, in: "the vocabulary")
            self = []
            return
        }
        self = try reader.withBytes(length, in: "the vocabulary") { bytes in
            // A vocabulary has 100,000 tokens and more; a look at the ends spares a text for each.
            guard let last = bytes.last, last == UInt8(ascii: ">") else { return [] }
            return Self.texts[String(decoding: bytes, as: UTF8.self)] ?? []
        }
    }
}
