/// How much memory llama-server takes for a model, computed before it is started.
///
/// All parts are in bytes. What only grows with use is left out: the cache of other prompts (`-cram`) and checkpoints of windows and states
/// (`-ctxcp`), and so are the 12 MB of program code that all children share.
package struct MemoryEstimate: Hashable, Sendable {
    /// The weights as they lie in the files.
    package let weights: Int
    /// Weights that are copied into another order, unless that is turned off; the originals are not touched any more.
    package let repacked: Int
    /// Keys and values of the context, and the states of recurrent layers.
    package let cache: Int
    /// What a full batch at the end of a full context needs for a moment, and the results.
    package let buffers: Int
    /// The process itself, with the vocabulary.
    package let process: Int

    /// All bytes of the process but those of the weights.
    package var working: Int { Self.bytes(Double(cache) + Double(buffers) + Double(process)) }

    /// Computes what a model takes.
    ///
    /// Source: llama.cpp, `src/llama-kv-cache.cpp`, `src/llama-kv-cache-iswa.cpp`, `src/llama-memory-recurrent.cpp` and
    /// `src/llama-context.cpp` for the cache, the limits and the results; buffers and process are fitted to
    /// measurements of build 11434.
    package init(_ model: ModelFile, _ settings: ContextSettings) {
        let shape = ModelShape(model.header)
        let context = ContextCells(settings, shape, trained: model.header.contextLength)
        weights = max(0, model.size - model.header.length)
        repacked = min(model.repackedSize, weights)
        cache = Self.bytes(Self.cache(shape, settings, context))
        buffers = Self.bytes(Self.buffers(shape, settings, context))
        let words = 160 * shape.vocabulary + 140 * shape.merges
        let cells = context.streams * (context.full + context.window)
        process = Self.bytes(6_300_000 + words + 64 * cells)
    }

    private static func cache(_ shape: ModelShape, _ settings: ContextSettings, _ context: ContextCells) -> Double {
        let attention = shape.layers.reduce(0) { sum, layer in
            let numbers = layer.keys * settings.keyType.size + layer.values * settings.valueType.size
            return sum + numbers * (layer.hasWindow ? context.window : context.full)
        }
        let recurrent = Double(shape.layers.count { $0.isRecurrent }) * shape.state * 4
        return attention * context.streams + recurrent * context.slots
    }

    /// Numbers are floats of 4 bytes here, but for the mask of flash attention, which has 2.
    private static func buffers(_ shape: ModelShape, _ settings: ContextSettings, _ context: ContextCells) -> Double {
        let usesFlash = settings.usesFlashAttention
        let mask = (context.full + context.window) * (usesFlash ? 2 : 4)
        // The largest of the steps that follow one another: gate, up and their product; scores; the head.
        let step = max(
            3 * shape.hidden,
            usesFlash ? 0 : shape.heads * max(context.full, context.window) + 2 * shape.queries,
            settings.givesVectors && shape.hasHead ? shape.vocabulary : 0
        )
        // A multiplication converts its input to the type of the weights, at most of 2 bytes.
        let token = mask + 4 * (5 * shape.width + step) + 2 * shape.hidden
        let outputs = settings.givesVectors ? context.batch : context.slots
        let output = 4 * (shape.vocabulary + (settings.givesVectors ? shape.width : 0))
        // A token that may be chosen has its number, its score and its probability.
        let sampling = context.slots * shape.vocabulary * 12
        return context.microbatch * token + outputs * output + sampling
    }

    /// Hostile headers name numbers that no machine has; as floating-point numbers they do no harm until here.
    private static func bytes(_ size: Double) -> Int { Int(min(size, 0x1p62)) }
}

/// How many tokens the parts of a context hold, after llama-server's rounding.
private struct ContextCells {
    let slots: Double
    /// How many separate caches there are.
    let streams: Double
    /// The tokens of a layer that sees everything, in one stream; of a model without a cache, those of a batch.
    let full: Double
    /// The tokens of a layer with a sliding window, in one stream; 0 when there is none.
    let window: Double
    let batch: Double
    let microbatch: Double

    init(_ settings: ContextSettings, _ shape: ModelShape, trained: Int?) {
        let slots = Double(max(1, settings.slots))
        let tokens = Self.padded(Double(settings.tokens > 0 ? settings.tokens : trained ?? 4096))
        let stream = settings.isUnified ? tokens : Self.padded((tokens / slots).rounded(.down))
        let batch = min(Double(max(1, settings.batch)), tokens)
        let microbatch = settings.microbatch > 0 ? min(batch, Double(settings.microbatch)) : batch
        self.slots = slots
        self.microbatch = microbatch
        // A vector is made from all tokens at once.
        self.batch = settings.givesVectors ? microbatch : batch
        streams = settings.isUnified || !shape.hasCache ? 1 : slots
        full = shape.hasCache ? stream : microbatch
        let reach = shape.window * (settings.isUnified ? slots : 1) + microbatch
        let hasWindow = shape.layers.contains(where: \.hasWindow)
        window = hasWindow ? (settings.keepsWholeWindow ? stream : Self.padded(min(stream, reach))) : 0
    }

    private static func padded(_ tokens: Double) -> Double { (tokens / 256).rounded(.up) * 256 }
}
