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
        package let draftModelPath = Field<FilePath?>("draft_model_path", "A small model that drafts for this one.")
        package let chatTemplatePath = Field<FilePath?>(
            "chat_template_file",
            "A chat template to use instead of the file's own."
        )

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
