extension LlamaServerSettings {
    private typealias Entry = ServerArguments.Entry

    /// Our defaults, the weakest tier: anything in `server_args` overrides them.
    func defaults(_ facts: BinaryFacts) -> [ServerArguments.Entry] {
        var entries = [
            Entry("--jinja"),
            Entry(facts.knows("--no-webui") ? "--no-webui" : "--no-ui"),
            Entry("--offline"),
            Entry("--metrics"),
            // Two requests at a time; unified, so that each may fill the whole context.
            Entry("-np", "2"),
            Entry("-kvu"),
            // A request that was given up ends between two batches.
            Entry("-b", String(isEmbedding ? max(512, context) : 512)),
            // MiB for the prompts of slots in use by others; llama-server's own default is 8 GiB for each child.
            Entry("-cram", "256"),
        ]
        if !asksForContext { entries.append(Entry("-c", String(context))) }
        if isEmbedding, context > 0 { entries.append(Entry("-ub", String(context))) }
        // Fitting reads the file twice; without a device, or with the layers given, nothing is left to fit.
        if facts.hasDevices == false || gpuLayers != nil { entries.append(Entry("-fit", "off")) }
        if let slotFolder {
            entries.append(Entry("--slot-save-path", slotFolder))
            // With one cache for all slots, a new request would clear the idle ones, and nothing were left to save.
            entries.append(Entry("--no-cache-idle-slots"))
        }
        // In older builds the word alone turned colours on.
        if facts.takesValue("--log-colors") { entries.append(Entry("--log-colors", "off")) }
        return entries.filter { facts.knows($0.spelling) }
    }

    /// What the entry's `config` asks for: the start of the alias tier.
    func config(_ facts: BinaryFacts) -> [ServerArguments.Entry] {
        var entries: [Entry] = []
        func ask(_ spelling: String, _ value: String?) {
            if let value { entries.append(Entry(spelling, value)) }
        }
        ask("--mmproj", projectorPath)
        ask("--model-draft", draftModelPath)
        ask("--chat-template-file", chatTemplatePath)
        ask("--ctx-size", asksForContext ? String(context) : nil)
        ask("--batch-size", batchSize.map { String(isEmbedding ? max($0, context) : $0) })
        ask("--threads", threads.map { String($0) })
        // Older builds know no word for all layers; none has as many as 999.
        ask("--n-gpu-layers", gpuLayers.map { String($0 < 0 ? 999 : $0) })
        if cacheType == .quantized {
            let type = (cacheBits ?? 8) <= 4 ? "q4_0" : "q8_0"
            ask("--cache-type-k", type)
            ask("--cache-type-v", type)
        }
        if isEmbedding { entries.append(Entry("--embeddings")) }
        if isReranking { entries.append(Entry("--reranking")) }
        return entries + loading(facts)
    }

    private var asksForContext: Bool { contextSize != nil || contextLimit != nil }

    /// The tokens of context to ask for; 0 leaves the trained length to llama-server.
    private var context: Int {
        var size = contextSize ?? min(trainedContextSize ?? 4096, 4096)
        if size == 0 { size = trainedContextSize ?? 0 }
        // An embedding model computes its whole context at once, so more than it was trained for only costs memory.
        let limits = [contextLimit, isEmbedding ? trainedContextSize : nil].compactMap(\.self)
        return limits.reduce(size) { $0 == 0 ? $1 : min($0, $1) }
    }

    /// How the file gets into memory: one option with a mode since b10434, two switches before.
    private func loading(_ facts: BinaryFacts) -> [ServerArguments.Entry] {
        guard facts.knows("--load-mode") else {
            return (useMmap ? [] : [Entry("--no-mmap")]) + (useMlock ? [Entry("--mlock")] : [])
        }
        return switch (useMmap, useMlock) {
        case (true, false): []
        case (false, false): [Entry("--load-mode", "none")]
        case (true, true): [Entry("--load-mode", "mmap+mlock")]
        case (false, true): [Entry("--load-mode", "mlock")]
        }
    }
}
