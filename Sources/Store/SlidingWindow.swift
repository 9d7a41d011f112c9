/// Which layers of a model only look a few thousand tokens back, and how far.
///
/// Source: llama.cpp, `src/models`: the calls of `load_swa_pattern` and what stands around them.
struct SlidingWindow: Hashable {
    /// The tokens that such a layer sees.
    let length: Int
    private let pattern: Pattern

    private enum Pattern: Hashable {
        case list([Bool])
        /// One layer of so many sees everything: the last one, or the first; of 0, none.
        case period(Int, fullFirst: Bool)
    }

    /// Of every so many layers one sees everything, unless the file tells otherwise.
    private static let periods: [String: Int] = [
        "afmoe": 4, "cohere2": 4, "cohere2moe": 4, "exaone-moe": 4, "exaone4": 4, "gemma-embedding": 6, "gemma2": 2,
        "gemma3": 6, "gemma3n": 5, "gpt-oss": 2, "laguna": 4, "llama4": 4, "mellum": 4, "modern-bert": 3,
        "muse-glimmer": 4, "olmo2": 4, "plamo3": 8, "smallthinker": 4,
    ]
    private static let fullFirst: Set<String> = ["cohere2moe", "laguna", "modern-bert", "smallthinker"]
    /// Windows that files need not name.
    private static let lengths = ["exaone-moe": 128, "exaone4": 4096, "gemma2": 4096, "llama4": 8192]

    /// Reads a header; `nil` when all layers see everything.
    init?(_ header: GGUFHeader, layers: Int) {
        guard let architecture = header.architecture else { return nil }
        let named = header.number("attention.sliding_window")
        guard named != 0, let length = named ?? Self.lengths[architecture] else { return nil }
        // The parts of llama4 have this length, whatever the file says.
        self.length = architecture == "llama4" ? 8192 : length
        // Known to name a window that llama.cpp does not use.
        guard architecture != "phi3", architecture != "exaone4" || layers == 64 else { return nil }
        let key = "attention.sliding_window_pattern"
        if case .list(let elements)? = header.value(key) {
            pattern = .list(elements.map { $0.bool ?? ($0.integer != 0) })
        } else if let usual = Self.periods[architecture] {
            pattern = .period(header.number(key) ?? usual, fullFirst: Self.fullFirst.contains(architecture))
        } else {
            return nil
        }
    }

    /// Whether a layer has the window.
    func covers(_ layer: Int) -> Bool {
        switch pattern {
        case .list(let layers): layers.indices.contains(layer) && layers[layer]
        case .period(0, _): true
        case .period(let period, fullFirst: true): !layer.isMultiple(of: period)
        case .period(let period, fullFirst: false): layer % period < period - 1
        }
    }
}
