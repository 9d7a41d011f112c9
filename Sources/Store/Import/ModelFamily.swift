/// The families of models that people know by name.
enum ModelFamily {
    /// The family of an architecture such as `qwen3moe`, or else of a model's name; `nil` when neither tells.
    static func name(architecture: String?, name: String) -> String? {
        guard let architecture = architecture?.lowercased() else {
            let words = name.lowercased().split { !$0.isLetter }
            return known.first { family in words.contains { $0.hasPrefix(family) || $0.hasSuffix(family) } }
        }
        if let family = known.first(where: architecture.hasPrefix) { return family }
        let isWord = (1...32).contains(architecture.utf8.count) && architecture.utf8.allSatisfy(isPlain)
        return isWord ? architecture : nil
    }

    private static let known = [
        "llama", "qwen", "mixtral", "mistral", "gemma", "phi", "deepseek", "smollm",
        "granite", "gpt-oss", "command-r", "falcon", "olmo", "glm", "starcoder", "minicpm", "internlm", "exaone",
        "nemotron", "mamba", "rwkv", "bert",
    ]

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
    }
}
