import Schema
import Testing

@testable import Store

@Suite struct `Importing a model` {
    private static let gibibyte = Double(1 << 30)

    private func model(
        _ name: String = "orchid",
        gibibytes: Double = 7,
        path: String? = nil,
        projector: FoundModel.Projector? = nil,
        facts: FoundModel.Facts? = nil
    ) throws -> FoundModel {
        FoundModel(
            id: name,
            kind: .gguf,
            path: path ?? "/models/\(name).gguf",
            identity: try #require(FileIdentity(of: "/")),
            size: Int((gibibytes * Self.gibibyte).rounded()),
            stem: name,
            facts: facts,
            projector: projector
        )
    }

    private static let eye = FoundModel.Projector(path: "/models/mmproj.gguf", sees: true, hears: false)

    private func config(
        _ model: FoundModel,
        _ profile: ImportProfile? = nil,
        _ overrides: String...
    ) throws -> JSON {
        var settings = ImportSettings()
        settings.profile = profile
        settings.overrides = try overrides.map { try #require(ImportOverride(parsing: $0)) }
        return try #require(settings.entry(of: model)["config"])
    }

    // MARK: Defaults

    @Test func `writes all that follows from a model of usual size`() throws {
        #expect(
            try config(model()) == [
                "model_path": "/models/orchid.gguf", "temperature": 0.9, "top_k": 40, "min_p": 0.05, "max_tokens": 512,
                "repetition_penalty": 1.05, "repetition_context_size": 20, "n_gpu_layers": -1, "n_ctx": 4096,
                "n_batch": 512, "use_mmap": true, "use_mlock": false,
            ]
        )
    }

    @Test(arguments: [("Orchid-Instruct-Chat", 0.7), ("orchid-CHAT", 0.8), ("orchid", 0.9)])
    func `is cooler for models that were told to obey`(_ name: String, _ temperature: Double) throws {
        #expect(try config(model(name))["temperature"] == .number(temperature))
    }

    @Test(
        arguments: [
            (30.1, 20, nil, 0.05, 256, 8192), (30, 40, nil, 0.05, 512, 4096), (3, 40, nil, 0.05, 512, 4096),
            (2.9, 50, 0.95, nil, 1024, 4096),
        ] as [(Double, Int, Double?, Double?, Int, Int)]
    )
    func `samples by size`(
        _ gibibytes: Double,
        _ topK: Int,
        _ topP: Double?,
        _ minP: Double?,
        _ maxTokens: Int,
        _ context: Int
    ) throws {
        let config = try config(model(gibibytes: gibibytes))
        #expect(config["top_k"]?.int == topK)
        #expect(config["top_p"]?.double == topP)
        #expect(config["min_p"]?.double == minP)
        #expect(config["max_tokens"]?.int == maxTokens)
        #expect(config["n_ctx"]?.int == context)
    }

    @Test func `names the projector, and answers images shortly`() throws {
        let config = try config(model(gibibytes: 1, projector: Self.eye))
        #expect(config["mmproj_path"] == "/models/mmproj.gguf")
        #expect(config["vision"] == true)
        #expect(config["max_tokens"] == 512)
        let deaf = FoundModel.Projector(path: "/m.gguf", sees: false, hears: true)
        #expect(try self.config(model(projector: deaf))["vision"] == false)
    }

    @Test func `says nothing of answers for a model that gives none`() throws {
        let facts = FoundModel.Facts(architecture: "bert", sizeLabel: nil, fileType: nil, isEmbedding: true)
        let keys = try config(model(facts: facts)).object?.keys
        #expect(keys == ["model_path", "n_gpu_layers", "n_ctx", "n_batch", "use_mmap", "use_mlock"])
    }

    @Test func `spells paths such that no part of them is a variable`() throws {
        #expect(try config(model(path: "/m/${HOME}/$x/a.gguf"))["model_path"] == "/m/${:-$}{HOME}/$x/a.gguf")
    }

    // MARK: Profiles

    private static let profiles: [(ImportProfile, Double, JSON)] = [
        (
            ImportProfile.fast, 7.0,
            [
                "temperature": 0.3, "top_k": 10, "min_p": 0.1, "max_tokens": 256, "repetition_penalty": 1,
                "cache_type": "standard",
            ]
        ),
        (.fast, 13.1, ["cache_type": "quantized"]),
        (.fast, 13, ["cache_type": "standard"]),
        (
            .balanced, 40,
            [
                "temperature": 0.7, "top_k": 40, "min_p": 0.05, "max_tokens": 512, "repetition_penalty": 1.05,
                "cache_type": "quantized",
            ]
        ),
        (.balanced, 30, ["cache_type": "standard"]),
        (
            .quality, 40,
            [
                "temperature": 0.8, "top_k": 50, "top_p": 0.95, "min_p": 0.05, "max_tokens": 1024,
                "repetition_penalty": 1.1, "cache_type": "standard",
            ]
        ),
        (
            .memory, 1,
            [
                "temperature": 0.9, "top_k": 50, "top_p": 0.95, "max_tokens": 256, "repetition_penalty": 1.05,
                "cache_type": "quantized", "kv_bits": 4, "kv_group_size": 32, "quantized_kv_start": 256,
                "max_kv_size": 1024,
            ]
        ),
        (
            .interactive, 1,
            [
                "temperature": 0.7, "top_k": 30, "top_p": 0.95, "min_p": 0.05, "max_tokens": 512,
                "repetition_penalty": 1.05, "repetition_context_size": 20,
            ]
        ),
    ]

    @Test(arguments: profiles)
    func `takes what a profile says, and else what follows from the model`(
        _ profile: ImportProfile,
        _ gibibytes: Double,
        _ expected: JSON
    ) throws {
        let config = try config(model(gibibytes: gibibytes), profile)
        for member in expected.object?.members ?? [] { #expect(config[member.key] == member.value, "\(member.key)") }
        if profile == .interactive { #expect(config["cache_type"] == nil) }
    }

    @Test func `answers images shortly under every profile, but not against an override`() throws {
        let seeing = try model(projector: Self.eye)
        #expect(try config(seeing, .quality)["max_tokens"] == 512)
        #expect(try config(seeing, .fast)["max_tokens"] == 256)
        #expect(try config(seeing, .quality, "max_tokens=900")["max_tokens"] == 900)
    }

    @Test func `lets overrides win, the last one most`() throws {
        let config = try config(model(), .fast, "temperature=1.5", "n_threads=4", "temperature=0", "mmproj_path=/p=1")
        #expect(config["temperature"] == 0)
        #expect(config["n_threads"] == 4)
        #expect(config["mmproj_path"] == "/p=1")
        #expect(config["top_k"] == 10)
    }

    @Test(arguments: [
        ("a=1", 1 as JSON), ("a=2.0", 2), ("a=1e3", 1000), ("a=-0.5", -0.5), ("a=TRUE", true), ("a=False", false),
        ("a=", ""), ("a=b=c", "b=c"), ("a=yes", "yes"), ("a=nan", "nan"), ("a=0x10", "0x10"), ("a=1e999", "1e999"),
        ("a=1.2.3", "1.2.3"), ("a= 1", " 1"),
    ])
    func `reads the value of an override`(_ text: String, _ expected: JSON) throws {
        let override = try #require(ImportOverride(parsing: text))
        #expect(override.key == "a")
        #expect(override.value == expected)
    }

    @Test(arguments: ["", "temperature", "=1"])
    func `refuses an override without key and value`(_ text: String) {
        #expect(ImportOverride(parsing: text) == nil)
    }

    // MARK: The rest of the entry

    @Test func `writes the whole entry`() throws {
        let facts = FoundModel.Facts(architecture: "qwen3moe", sizeLabel: "30B", fileType: "Q4_K_M", isEmbedding: false)
        var settings = ImportSettings()
        let entry = settings.entry(of: try model("Orchid-Chat", projector: Self.eye, facts: facts))
        #expect(entry.object?.keys == ["id", "provider", "description", "tags", "enabled", "config"])
        #expect(entry["id"] == "Orchid-Chat" && entry["provider"] == "llama_cpp" && entry["enabled"] == false)
        #expect(entry["description"] == "qwen, 30B parameters, Q4_K_M, 7 GiB, vision")
        #expect(entry["tags"] == ["gguf", "vision", "quantized", "qwen", "instruct"])
        settings.isEnabled = true
        #expect(settings.entry(of: try model())["enabled"] == true)
    }

    @Test(arguments: [
        ("orchid", 30.0, nil, ["gguf", "large"]), ("orchid", 29.9, nil, ["gguf"]),
        ("orchid", 3, nil, ["gguf", "small"]),
        ("orchid-Q8_0", 7, nil, ["gguf", "quantized"]), ("orchid-BF16", 7, nil, ["gguf"]),
        ("TinyLlama-1.1b", 7, nil, ["gguf", "llama"]), ("sapphire", 7, nil, ["gguf"]),
        ("Qwen2.5-7B-Instruct", 7, nil, ["gguf", "qwen", "instruct"]),
        ("gemma-chat", 7, "llama", ["gguf", "llama", "instruct"]),
        ("a", 7, "phi3", ["gguf", "phi"]), ("a", 7, "nomic-bert", ["gguf", "nomic-bert"]), ("a", 7, "b\n: c", ["gguf"]),
    ])
    func `tags by size, quantization, family and name`(
        _ name: String,
        _ gibibytes: Double,
        _ architecture: String?,
        _ expected: [String]
    ) throws {
        let facts = FoundModel.Facts(architecture: architecture, sizeLabel: nil, fileType: nil, isEmbedding: false)
        let model = try model(name, gibibytes: gibibytes, facts: architecture == nil ? nil : facts)
        #expect(ImportSettings().entry(of: model)["tags"] == .array(expected.map { .string($0) }))
    }

    @Test func `reads the quantization behind the tokenizer, and else from the name`() throws {
        let tree = try ModelTree()
        try tree.add(
            "lies-Q8_0.gguf",
            [
                "general.architecture": .string("llama"), "tokenizer.ggml.model": .string("gpt2"),
                "general.file_type": .uint32(15),
            ]
        )
        try tree.add("tells-Q8_0.gguf")
        #expect(tree.search().models.map(\.quantization) == ["Q4_K_M", "Q8_0"])
    }
}
