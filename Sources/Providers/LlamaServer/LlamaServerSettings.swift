/// What the command line of one child is made from: an entry's `config` and the three tiers of `server_args`.
package struct LlamaServerSettings: Hashable, Sendable {
    /// How precisely the KV cache is kept.
    package enum CacheType: String, Hashable, Sendable {
        /// Two bytes a number.
        case standard
        /// One byte a number, or half of one.
        case quantized
    }

    /// The GGUF file; of a split set the first part.
    package var modelPath: String
    /// What answers call the model.
    package var name: String
    /// The projector for pictures and sound; `nil` for a model of text alone.
    package var projectorPath: String?
    /// The draft model for speculative decoding; `nil` for none.
    package var draftModelPath: String?
    /// A chat template to use instead of the file's own; `nil` for that one.
    package var chatTemplatePath: String?
    /// Tokens of context that all requests share.
    ///
    /// 0 is the length that the model was trained for, `nil` that length but at most 4096.
    package var contextSize: Int?
    /// The length that the model was trained for, in tokens; `nil` when its header does not tell.
    package var trainedContextSize: Int?
    /// The most tokens of context, whatever ``contextSize`` says; `nil` for no limit.
    package var contextLimit: Int?
    /// Threads for computing; `nil` leaves it to llama-server: one for each physical core.
    package var threads: Int?
    /// Tokens of prompt computed at once; `nil` means 512.
    ///
    /// A request that was given up ends between two batches.
    package var batchSize: Int?
    /// Layers on the GPU; negative means all, `nil` leaves it to llama-server.
    package var gpuLayers: Int?
    /// Whether children of one file share its pages.
    package var useMmap: Bool
    /// Whether the weights are kept from being swapped out.
    package var useMlock: Bool
    /// How precisely the KV cache is kept; `nil` is standard.
    package var cacheType: CacheType?
    /// The bits of a number in a quantized cache: up to 4 means 4, otherwise 8.
    package var cacheBits: Int?
    /// Whether the model turns text into vectors; its batches are made to hold a whole context.
    package var isEmbedding: Bool
    /// Whether the model ranks documents.
    package var isReranking: Bool
    /// Where slots are saved; an existing folder, or `nil` for nowhere.
    package var slotFolder: String?
    /// `server_args` of the top level.
    package var commonArguments: [String]
    /// `server_args` of the variant.
    package var variantArguments: [String]
    /// `server_args` of the entry.
    package var aliasArguments: [String]

    /// Settings that are the defaults but for the file, the name and what is set afterwards.
    package init(modelPath: String, name: String) {
        self.modelPath = modelPath
        self.name = name
        useMmap = true
        useMlock = false
        isEmbedding = false
        isReranking = false
        commonArguments = []
        variantArguments = []
        aliasArguments = []
    }

    /// The files that must be there before a child is started.
    var filePaths: [String] { [modelPath, projectorPath, draftModelPath, chatTemplatePath].compactMap(\.self) }
}
