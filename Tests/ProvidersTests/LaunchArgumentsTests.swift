import Testing

@testable import Providers

@Suite struct `Launch arguments` {
    let facts = BinaryFacts(version: HelpTexts.version, help: HelpTexts.current)
    let oldFacts = BinaryFacts(version: "version: 5000 (abc)", help: HelpTexts.old)
    let settings = LlamaServerSettings(modelPath: "/models/my model.gguf", name: "qwen")

    private func words(_ settings: LlamaServerSettings, _ facts: BinaryFacts? = nil) throws -> [String] {
        try LaunchArguments(settings, facts: facts ?? self.facts, socketPath: "/run/1.sock").words
    }

    private func split(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    /// The word behind an option, when it stands on the command line exactly once.
    private func value(of flag: String, in words: [String]) -> String? {
        guard words.filter({ $0 == flag }).count == 1, let index = words.firstIndex(of: flag) else { return nil }
        return words.indices.contains(index + 1) ? words[index + 1] : nil
    }

    @Test func `start a model with our defaults`() throws {
        #expect(
            try words(settings) == ["--alias", "qwen", "--model", "/models/my model.gguf", "--host", "/run/1.sock"]
                + split("--jinja --no-webui --offline --metrics -np 2 -kvu -b 512 -cram 256 -c 4096 --log-colors off")
        )
    }

    @Test func `leave out what an older build does not know`() throws {
        #expect(
            try words(settings, oldFacts) == [
                "--alias", "qwen", "--model", "/models/my model.gguf", "--host", "/run/1.sock",
            ]
                + split("--no-webui --metrics -np 2 -b 512 -c 4096")
        )
    }

    @Test func `start with the bare minimum when the build tells nothing`() throws {
        var settings = settings
        settings.useMmap = false
        #expect(
            try words(settings, BinaryFacts(version: "", help: "")) == [
                "--alias", "qwen", "--model", "/models/my model.gguf", "--host", "/run/1.sock", "--no-mmap",
            ]
        )
    }

    @Test func `turn fitting off when there is nothing to fit`() throws {
        let withoutDevice = BinaryFacts(version: "", help: HelpTexts.current, devices: "Available devices:\n  (none)")
        let withDevice = BinaryFacts(version: "", help: HelpTexts.current, devices: "  CUDA0: L4 (9 MiB, 9 MiB free)")
        #expect(try value(of: "-fit", in: words(settings, withoutDevice)) == "off")
        #expect(try !words(settings, withDevice).contains("-fit"))
        var settings = settings
        settings.gpuLayers = 20
        #expect(try value(of: "-fit", in: words(settings, withDevice)) == "off")
    }

    @Test(arguments: [
        (nil, nil, nil, "4096"), (nil, 2048, nil, "2048"), (nil, 32768, nil, "4096"), (8192, 2048, nil, "8192"),
        (0, 32768, nil, "32768"), (0, nil, nil, "0"), (0, nil, 1024, "1024"), (8192, nil, 1024, "1024"),
        (nil, nil, 1024, "1024"), (512, nil, 1024, "512"),
    ])
    func `choose the context`(_ size: Int?, _ trained: Int?, _ limit: Int?, _ expected: String) throws {
        var settings = settings
        settings.contextSize = size
        settings.trainedContextSize = trained
        settings.contextLimit = limit
        let words = try words(settings)
        #expect(value(of: size == nil && limit == nil ? "-c" : "--ctx-size", in: words) == expected)
        #expect(words.contains("-c") != words.contains("--ctx-size"))
    }

    @Test func `turn every value of the config into words`() throws {
        var settings = settings
        settings.projectorPath = "/models/mmproj.gguf"
        settings.draftModelPath = "/models/draft.gguf"
        settings.contextSize = 8192
        settings.batchSize = 256
        settings.threads = 4
        settings.gpuLayers = -1
        settings.cacheType = .quantized
        settings.isReranking = true
        settings.slotFolder = "/kv"
        #expect(
            try words(settings).dropFirst(6)
                == split(
                    """
                    --jinja --no-webui --offline --metrics -np 2 -kvu --batch-size 256 -cram 256 -fit off --slot-save-path /kv \
                    --log-colors off --mmproj /models/mmproj.gguf --model-draft /models/draft.gguf --ctx-size 8192 --threads 4 \
                    --n-gpu-layers 999 --cache-type-k q8_0 --cache-type-v q8_0 --reranking
                    """
                )[...]
        )
    }

    @Test(arguments: [(nil, "q8_0"), (3, "q4_0"), (4, "q4_0"), (5, "q8_0"), (8, "q8_0")])
    func `quantize the cache`(_ bits: Int?, _ type: String) throws {
        var settings = settings
        settings.cacheType = .quantized
        settings.cacheBits = bits
        #expect(try value(of: "--cache-type-k", in: words(settings)) == type)
        #expect(try value(of: "--cache-type-v", in: words(settings)) == type)
    }

    @Test func `leave a standard cache as it is`() throws {
        var settings = settings
        settings.cacheType = .standard
        settings.cacheBits = 4
        #expect(try !words(settings).contains("--cache-type-k"))
    }

    @Test func `give an embedding model batches that hold its context`() throws {
        var settings = settings
        settings.isEmbedding = true
        settings.trainedContextSize = 2048
        let words = try words(settings)
        #expect(words.contains("--embeddings"))
        #expect(value(of: "-c", in: words) == "2048")
        #expect(value(of: "-b", in: words) == "2048")
        #expect(value(of: "-ub", in: words) == "2048")
    }

    @Test func `keep an embedding model from a small batch and a context beyond its training`() throws {
        var settings = settings
        settings.isEmbedding = true
        settings.trainedContextSize = 1024
        settings.contextSize = 4096
        settings.batchSize = 512
        let words = try words(settings)
        #expect(value(of: "--ctx-size", in: words) == "1024")
        #expect(value(of: "--batch-size", in: words) == "1024")
        #expect(value(of: "-ub", in: words) == "1024")
    }

    @Test(arguments: [
        (true, false, "", ""), (false, false, "--load-mode none", "--no-mmap"),
        (true, true, "--load-mode mmap+mlock", "--mlock"), (false, true, "--load-mode mlock", "--no-mmap --mlock"),
    ])
    func `load the file as this build spells it`(_ mmap: Bool, _ mlock: Bool, _ new: String, _ old: String) throws {
        var settings = settings
        settings.useMmap = mmap
        settings.useMlock = mlock
        let ways: Set<String> = ["--load-mode", "--no-mmap", "--mlock", "none", "mlock", "mmap+mlock"]
        #expect(try words(settings).filter(ways.contains) == split(new))
        #expect(try words(settings, oldFacts).filter(ways.contains) == split(old))
    }

    @Test func `let every tier override a weaker one by key`() throws {
        var settings = settings
        settings.contextSize = 8192
        settings.commonArguments = ["--parallel 4 --no-jinja --ctx-size 1"]
        settings.variantArguments = ["-b 64"]
        var words = try words(settings)
        #expect(value(of: "--parallel", in: words) == "4")
        #expect(!words.contains("-np"))
        #expect(words.contains("--no-jinja") && !words.contains("--jinja"))
        #expect(value(of: "-b", in: words) == "64")
        #expect(value(of: "--ctx-size", in: words) == "8192")
        settings.aliasArguments = ["-c 99", "--mmproj /own.gguf"]
        settings.projectorPath = "/managed.gguf"
        words = try self.words(settings)
        #expect(value(of: "-c", in: words) == "99")
        #expect(value(of: "--mmproj", in: words) == "/own.gguf")
    }

    @Test func `remove reserved options with one warning each`() throws {
        var settings = settings
        settings.commonArguments = ["--port 1 --host 0.0.0.0"]
        settings.aliasArguments = ["--port 2 -m /other.gguf --temp 0.5"]
        let launch = try LaunchArguments(settings, facts: facts, socketPath: "/run/1.sock")
        #expect(launch.words.suffix(2) == ["--temp", "0.5"])
        #expect(!launch.words.contains { ["--port", "-m", "0.0.0.0", "/other.gguf"].contains($0) })
        #expect(launch.words.filter { $0 == "--host" }.count == 1)
        #expect(
            launch.warnings
                == ["--port", "--host", "-m"].map {
                    "The server_args hold \($0), which only Paddock may set; it is ignored."
                }
        )
    }

    @Test func `refuse arguments that cannot be understood`() {
        var settings = settings
        settings.variantArguments = ["--parallel 2 3"]
        #expect(
            throws: ProviderFailure.invalidArguments(
                "In the variant server_args, --parallel takes one value, but is followed by '2' '3'."
            )
        ) {
            try words(settings)
        }
    }

    @Test func `name the files that must be there`() {
        var settings = settings
        settings.projectorPath = "/p"
        settings.draftModelPath = "/d"
        #expect(settings.filePaths == ["/models/my model.gguf", "/p", "/d"])
    }
}
