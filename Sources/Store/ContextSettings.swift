/// How a model is run, as far as its memory depends on it; the defaults are llama-server's.
package struct ContextSettings: Hashable, Sendable {
    /// Tokens of context that all slots share; 0 is the length that the model was trained for.
    package var tokens = 0
    /// Requests that are worked on at the same time.
    package var slots = 4
    /// Whether every slot may use the whole context, instead of a part of its own.
    package var isUnified = true
    /// Tokens of a prompt between two looks at what else is to be done.
    package var batch = 2048
    /// Tokens computed at once.
    package var microbatch = 512
    /// How the keys of the cache are stored.
    package var keyType = KVCacheType.f16
    /// How the values of the cache are stored.
    package var valueType = KVCacheType.f16
    /// Whether attention is computed without writing down all of its scores.
    package var usesFlashAttention = true
    /// Whether layers with a sliding window keep the whole context nevertheless.
    package var keepsWholeWindow = false
    /// Whether it gives vectors, for which every token of a batch has an output.
    package var givesVectors = false

    /// llama-server's defaults.
    package init() {}
}

/// How a number of the KV cache is stored, by the name that llama-server knows it by.
package enum KVCacheType: String, Hashable, Sendable, CaseIterable {
    case f32
    case f16
    case bf16
    case q80 = "q8_0"
    case q51 = "q5_1"
    case q50 = "q5_0"
    case q41 = "q4_1"
    case q40 = "q4_0"
    case iq4NL = "iq4_nl"

    /// The bytes of one number; 32 of them share a scale, and some types an offset.
    var size: Double {
        switch self {
        case .f32: 4
        case .f16, .bf16: 2
        case .q80: 34 / 32
        case .q51: 24 / 32
        case .q50: 22 / 32
        case .q41: 20 / 32
        case .q40, .iq4NL: 18 / 32
        }
    }
}
