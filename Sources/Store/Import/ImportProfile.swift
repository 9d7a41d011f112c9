import Schema

/// A set of values for one purpose, stronger than what follows from a model itself.
package enum ImportProfile: String, CaseIterable, Sendable {
    /// Short answers, soon.
    case fast
    /// A bit of everything.
    case balanced
    /// Long answers from the whole vocabulary.
    case quality
    /// As little memory as possible.
    case memory
    /// Conversations.
    case interactive

    /// Its values for a model with so many GiB of weights; keys that are not there are left as they are.
    func values(gibibytes: Double) -> JSONObject {
        switch self {
        case .fast:
            [
                "temperature": 0.3, "top_k": 10, "min_p": 0.1, "max_tokens": 256, "repetition_penalty": 1,
                "cache_type": Self.cacheType(quantized: gibibytes > 13),
            ]
        case .balanced:
            [
                "temperature": 0.7, "top_k": 40, "min_p": 0.05, "max_tokens": 512, "repetition_penalty": 1.05,
                "cache_type": Self.cacheType(quantized: gibibytes > 30),
            ]
        case .quality:
            [
                "temperature": 0.8, "top_k": 50, "top_p": 0.95, "max_tokens": 1024, "repetition_penalty": 1.1,
                "cache_type": Self.cacheType(quantized: false),
            ]
        case .memory:
            [
                "max_tokens": 256, "cache_type": Self.cacheType(quantized: true), "kv_bits": 4, "kv_group_size": 32,
                "quantized_kv_start": 256, "max_kv_size": 1024,
            ]
        case .interactive:
            [
                "temperature": 0.7, "top_k": 30, "min_p": 0.05, "max_tokens": 512, "repetition_penalty": 1.05,
                "repetition_context_size": 20,
            ]
        }
    }

    private static func cacheType(quantized: Bool) -> JSON { quantized ? "quantized" : "standard" }
}
