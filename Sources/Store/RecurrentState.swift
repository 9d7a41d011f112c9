/// What the recurrent layers of a model keep for each slot instead of every token's keys and values.
///
/// Source: llama.cpp, `src/llama-hparams.cpp`, `n_embd_r` and `n_embd_s`; `src/models` for which layers.
struct RecurrentState: Hashable {
    /// The numbers of one layer's state; 0 for a model without any.
    let size: Double
    /// Whether the same layers keep keys and values as well.
    let accompaniesAttention: Bool
    private let rule: Rule

    private enum Rule: Hashable {
        case all
        /// Every layer but the last of so many.
        case interval(Int)
        /// Layers without heads for keys.
        case headless
    }

    private static let intervals = ["qwen3next": 4, "qwen35": 4, "qwen35moe": 4, "qwen4exp": 4]

    init(_ header: GGUFHeader) {
        let architecture = header.architecture ?? ""
        size = Self.size(header)
        accompaniesAttention = architecture == "falcon-h1"
        let interval = header.number("full_attention_interval") ?? Self.intervals[architecture]
        rule = accompaniesAttention ? .all : interval.map { .interval(max(1, $0)) } ?? .headless
    }

    /// Whether a layer has such a state.
    func isKept(by layer: Int, _ header: GGUFHeader) -> Bool {
        guard size > 0 else { return false }
        switch rule {
        case .all: return true
        case .interval(let interval):
            if case .list(let layers)? = header.value("attention.recurrent_layers") {
                return layers.indices.contains(layer) && (layers[layer].bool ?? (layers[layer].integer != 0))
            }
            return !(layer + 1).isMultiple(of: interval)
        case .headless:
            // In nemotron_h a layer is either recurrent, or attention, or neither but with a hidden vector.
            let isHidden =
                header.architecture?.hasPrefix("nemotron_h") == true
                && (header.number("feed_forward_length", layer) ?? 0) > 0
            return (header.number("attention.head_count_kv", layer) ?? 0) == 0 && !isHidden
        }
    }

    private static func size(_ header: GGUFHeader) -> Double {
        func number(_ name: String) -> Double? { header.number(name).map(Double.init) }
        let width = number("embedding_length") ?? 0
        if let head = number("wkv.head_size"), head > 0 {
            return width * ((number("token_shift_count") ?? 2) + head)
        }
        if let length = number("shortconv.l_cache"), length > 0 { return width * (length - 1) }
        let steps = number("ssm.conv_kernel").map { max(0, $0 - 1) }
        if let head = number("kda.head_dim"), head > 0 {
            return (number("attention.head_count") ?? 0) * head * (3 * (steps ?? 3) + head)
        }
        guard let inner = number("ssm.inner_size"), let state = number("ssm.state_size") else { return 0 }
        return (steps ?? 0) * (inner + 2 * (number("ssm.group_count") ?? 0) * state) + state * inner
    }
}
