package import Schema

/// The files of a model and how to load them.
package struct ModelConfig: Shape {
    package struct Fields {
        package let modelPath = Field<FilePath>("model_path", "The GGUF file; of a split model, its first part.")
        package let mmprojPath = Field<FilePath?>("mmproj_path", "The projector of a model that sees.")
        package let vision = Field<Bool?>("vision", "Whether it takes images; left out, whether it has a projector.")
        package let embedding = Field<Bool?>(
            "embedding",
            "Whether it makes embeddings; left out, the file tells."
        )
        package let contextLength = Field<Int?>(
            "n_ctx",
            "The length of the context, in tokens; left out, what the model was trained for, but at most 4096.",
            in: 1...limit
        )
        package let threads = Field<Int?>(
            "n_threads",
            "How many threads compute; left out, llama-server decides.",
            in: 1...1024
        )
        package let batchSize = Field<Int?>(
            "n_batch",
            "How many tokens of a prompt are read at once; left out, 512.",
            in: 1...limit
        )
        package let gpuLayers = Field<Int?>(
            "n_gpu_layers",
            "How many layers lie on the GPU; -1 means all; left out, llama-server decides.",
            in: -1...limit
        )
        package let usesMmap = Field<Bool>("use_mmap", "Whether the file is mapped into memory.", default: true)
        package let usesMlock = Field<Bool>("use_mlock", "Whether the system may not swap it out.", default: false)
        package let cacheType = Field<CacheType>("cache_type", "How the KV cache is kept.", default: .standard)
        package let cacheBits = Field<Int?>(
            "kv_bits",
            "The bits per value of a quantized KV cache: up to 4 mean 4, more mean 8; left out, 8.",
            in: 1...8
        )
        package let cacheLimit = Field<Int?>(
            "max_kv_size",
            "The most tokens that the context may have, whatever `n_ctx` says.",
            in: 1...limit
        )
        package let cacheGroupSize = Field<Int?>(
            "kv_group_size",
            "How many values of a quantized KV cache share a scale; only MLX lets one choose.",
            in: 1...limit
        )
        package let cacheStart = Field<Int?>(
            "quantized_kv_start",
            "How many tokens of the KV cache stay as they are before it is quantized; only MLX lets one choose.",
            in: 0...limit
        )
        package let draftModelPath = Field<FilePath?>("draft_model_path", "A small model that drafts for this one.")
        package let chatTemplatePath = Field<FilePath?>(
            "chat_template_file",
            "A chat template to use instead of the file's own."
        )
        package let temperature = Field<Double?>(
            "temperature",
            "How freely the next token is chosen; 0 always takes the likeliest. \(forRequests)",
            in: 0...2
        )
        package let topK = Field<Int?>(
            "top_k",
            "Among how many of the likeliest tokens it is chosen; 0 means all. \(forRequests)",
            in: 0...limit
        )
        package let topP = Field<Double?>(
            "top_p",
            "How much of the likelihood the tokens have together among which it is chosen. \(forRequests)",
            in: 0...1
        )
        package let minP = Field<Double?>(
            "min_p",
            "How likely a token must at least be, measured by the likeliest one. \(forRequests)",
            in: 0...1
        )
        package let maxTokens = Field<Int?>(
            "max_tokens",
            "The most tokens that an answer may have. \(forRequests)",
            in: 1...limit
        )
        package let repetitionPenalty = Field<Double?>(
            "repetition_penalty",
            "What divides the likelihood of tokens that have just been used; 1 changes nothing. \(forRequests)",
            in: 0.1...2
        )
        package let repetitionContextSize = Field<Int?>(
            "repetition_context_size",
            "How many tokens back count as just used. \(forRequests)",
            in: 1...limit
        )

        private static let forRequests = "A request parameter: it holds for requests that do not say it themselves."

        /// The most that llama-server can count to.
        private static let limit = Int(Int32.max)
    }
    package static let description = Description(
        "The files of a model and how to load them.",
        Fields(),
        keepsUnknown: false
    )
    package var members = JSONObject()

    package init() {}
}

/// How a KV cache is kept.
package enum CacheType: String, Choice {
    /// With 16 bits per value.
    case standard
    /// With fewer bits, see `kv_bits`.
    case quantized
}
