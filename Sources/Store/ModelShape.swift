/// The measures of a model that its memory follows from.
///
/// Counts are floating-point numbers, which never overflow.
///
/// Source: llama.cpp, `src/llama-model.cpp` and `src/llama-hparams.cpp`.
struct ModelShape {
    /// What one layer keeps of every token.
    struct Layer: Hashable {
        /// The numbers of its keys.
        var keys = 0.0
        /// The numbers of its values.
        var values = 0.0
        /// Whether it only looks back as far as the window.
        var hasWindow = false
        /// Whether it keeps a state instead, whatever the number of tokens.
        var isRecurrent = false
    }

    /// The layers that a context has.
    let layers: [Layer]
    /// How many tokens back a layer with a window sees.
    let window: Double
    /// The numbers of a recurrent layer's state.
    let state: Double
    /// The length of the vectors between the layers.
    let width: Double
    /// The length of the vectors inside the widest layer, of all experts that work on one token.
    let hidden: Double
    let heads: Double
    /// The numbers of all heads' queries.
    let queries: Double
    let vocabulary: Double
    let merges: Double
    /// Whether tokens are kept: encoders see a whole text at once.
    let hasCache: Bool
    /// Whether it tells what token comes next.
    let hasHead: Bool

    /// llama.cpp knows no model with more.
    private static let mostLayers = 512
    private static let encoders: Set<String> = [
        "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
        "gemma-embedding", "wavtokenizer-dec",
    ]
    /// They write a whole text at once.
    private static let diffusers: Set<String> = ["dream", "llada", "llada-moe", "rnd1"]

    init(_ header: GGUFHeader) {
        let architecture = header.architecture ?? ""
        let count = min(header.number("block_count") ?? 0, Self.mostLayers)
        hasHead = !Self.encoders.contains(architecture)
        hasCache = hasHead && !Self.diffusers.contains(architecture)
        width = Double(header.number("embedding_length") ?? 0)
        let heads = Double(header.number("attention.head_count") ?? 0)
        self.heads = heads
        queries = heads * (header.number("attention.key_length").map(Double.init) ?? (heads > 0 ? width / heads : 0))
        hidden = Self.hidden(header, count, width)
        vocabulary = Double(header.count(of: "tokenizer.ggml.tokens") ?? header.number("vocab_size") ?? 0)
        merges = Double(header.count(of: "tokenizer.ggml.merges") ?? 0)
        let state = RecurrentState(header)
        self.state = state.size
        let sliding = SlidingWindow(header, layers: count)
        window = Double(sliding?.length ?? 0)
        // Layers for guessing tokens ahead are not part of the context, and some share the cache of earlier ones.
        let own = max(0, count - (header.number("nextn_predict_layers") ?? 0))
        let cached = architecture == "gemma3n" ? 20 : max(0, own - (header.number("attention.shared_kv_layers") ?? 0))
        let (hasCache, width) = (hasCache, width)
        layers = (0..<own).map { index in
            let hasWindow = sliding?.covers(index) ?? false
            var layer = Layer(hasWindow: hasWindow, isRecurrent: state.isKept(by: index, header))
            let keeps = hasCache && index < cached && (!layer.isRecurrent || state.accompaniesAttention)
            guard keeps else { return layer }
            let groups = Double(
                header.number("attention.head_count_kv", index) ?? header.number("attention.head_count", index) ?? 0
            )
            func length(_ name: String) -> Double {
                let own = hasWindow ? header.number("attention.\(name)_length_swa") : nil
                return (own ?? header.number("attention.\(name)_length")).map(Double.init)
                    ?? (heads > 0 ? width / heads : 0)
            }
            layer.keys = groups * length("key")
            // Compressed keys hold the values, too.
            let isCompressed = (header.number("attention.key_length_mla") ?? 0) > 0
            layer.values = isCompressed ? 0 : groups * length("value")
            return layer
        }
    }

    private static func hidden(_ header: GGUFHeader, _ layers: Int, _ width: Double) -> Double {
        let dense = (0..<max(1, layers)).compactMap { header.number("feed_forward_length", $0) }.max() ?? 0
        guard let experts = header.number("expert_used_count"), experts > 0 else { return Double(dense) }
        let expert = header.number("expert_feed_forward_length") ?? dense
        return max(Double(dense), Double(experts) * (Double(expert) + width / 3))
    }
}

extension GGUFHeader {
    /// A count that starts with the architecture, for all layers or for each; `nil` when it cannot be one.
    func number(_ name: String, _ layer: Int = 0) -> Int? {
        guard let number = element(layer, of: name)?.integer, 0...Int(Int32.max) ~= number else { return nil }
        return number
    }

    /// One element of a list, or the value that stands for all of them.
    private func element(_ index: Int, of name: String) -> GGUFValue? {
        guard case .list(let elements) = value(name) else { return value(name) }
        return elements.indices.contains(index) ? elements[index] : nil
    }

    /// How many elements a list has; `nil` when it is none.
    fileprivate func count(of key: String) -> Int? {
        switch metadata[key] {
        case .omitted(let count): count
        case .list(let elements): elements.count
        default: nil
        }
    }
}
