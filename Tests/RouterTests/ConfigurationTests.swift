import Providers
import Router
import Schema
import Testing

@Suite struct `The configuration` {
    /// Everything that is wrong with a text, a line for each problem.
    private func problems(_ text: String) -> [String] {
        do throws(ConfigurationFailure) {
            _ = try Catalog(parsing: Array(text.utf8), from: "models.yaml") { _ in nil }
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private func configuration(_ text: String, _ environment: [String: String] = [:]) throws -> Configuration {
        try Catalog(parsing: Array(text.utf8), from: "/etc/paddock/models.yaml") { environment[$0] }.configuration
    }

    @Test(arguments: ["", "# nothing\n", "{}", "models: []", "models:\n"])
    func `of nothing has every default`(_ text: String) throws {
        let configuration = try configuration(text)
        #expect(configuration.defaultModel == nil)
        #expect(configuration.maxLoadedModels == 2)
        #expect(configuration.keepAlive == .duration(.seconds(300)))
        #expect(configuration.loadTimeout.duration == .seconds(300))
        #expect(configuration.shutdownGrace.duration == .seconds(10))
        #expect(configuration.queue.limit == 512)
        #expect(configuration.queue.timeout.duration == .seconds(300))
        #expect(configuration.queue.patience.duration == .seconds(2))
        #expect(configuration.queue.minResidency.duration == .seconds(1))
        #expect(configuration.serverArgs == ["--jinja --no-webui"])
        #expect(configuration.variants.isEmpty)
        #expect(configuration.variant == nil)
        #expect(configuration.models.isEmpty)
    }

    @Test func `of a model with nothing but a file has every default`() throws {
        let model = try #require(try configuration("models: [{id: a, config: {model_path: /a.gguf}}]").models.first)
        #expect(model.id == "a")
        #expect(model.provider == .llamaCpp)
        #expect(model.aliases.isEmpty && model.tags.isEmpty && model.serverArgs.isEmpty)
        #expect(model.isEnabled && !model.isPinned && !model.isPreloaded)
        #expect(model.summary == nil && model.keepAlive == nil && model.variant == nil)
        let config = model.config
        #expect(config.modelPath == FilePath("/a.gguf"))
        #expect(config.mmprojPath == nil && config.draftModelPath == nil && config.chatTemplatePath == nil)
        #expect(config.vision == nil && config.embedding == nil)
        #expect(config.contextLength == nil && config.threads == nil && config.batchSize == nil)
        #expect(config.gpuLayers == nil && config.cacheBits == nil && config.cacheLimit == nil)
        #expect(config.cacheGroupSize == nil && config.cacheStart == nil)
        #expect(config.temperature == nil && config.topK == nil && config.topP == nil && config.minP == nil)
        #expect(config.maxTokens == nil && config.repetitionPenalty == nil && config.repetitionContextSize == nil)
        #expect(config.usesMmap && !config.usesMlock)
        #expect(config.cacheType == .standard)
    }

    @Test func `holds what every key says`() throws {
        let configuration = try configuration(
            """
            default_model: b
            max_loaded_models: 64
            keep_alive: -1
            load_timeout: 90
            shutdown_grace: 0
            queue: {limit: 1, timeout: 1m, patience: 0s, min_residency: 500ms}
            server_args: [--jinja, "-t 4"]
            variants:
              cuda: {executable: llama-server-cuda, server_args: ["-ngl 99"]}
              cpu: {}
            variant: cpu
            models:
              - id: a
                provider: llama_cpp
                aliases: [b, "c:latest"]
                enabled: true
                description: one
                tags: [x, y]
                pinned: true
                preload: true
                keep_alive: 0
                variant: cuda
                server_args: ["--no-mmap"]
                config:
                  model_path: /m.gguf
                  mmproj_path: /p.gguf
                  vision: true
                  embedding: false
                  n_ctx: 4096
                  n_threads: 3
                  n_batch: 256
                  n_gpu_layers: -1
                  use_mmap: false
                  use_mlock: true
                  cache_type: quantized
                  kv_bits: 4
                  max_kv_size: 1024
                  draft_model_path: /d.gguf
                  chat_template_file: /t.jinja
                  kv_group_size: 64
                  quantized_kv_start: 0
                  temperature: 0.7
                  top_k: 40
                  top_p: 0.95
                  min_p: 0.05
                  max_tokens: 512
                  repetition_penalty: 1.05
                  repetition_context_size: 20
            """
        )
        #expect(configuration.defaultModel == "b")
        #expect(configuration.maxLoadedModels == 64)
        #expect(configuration.keepAlive == .forever)
        #expect(configuration.loadTimeout.duration == .seconds(90))
        #expect(configuration.shutdownGrace.duration == .zero)
        #expect(configuration.queue.limit == 1)
        #expect(configuration.queue.timeout.duration == .seconds(60))
        #expect(configuration.queue.patience.duration == .zero)
        #expect(configuration.queue.minResidency.duration == .milliseconds(500))
        #expect(configuration.serverArgs == ["--jinja", "-t 4"])
        #expect(configuration.variants["cuda"]?.executable == Program("llama-server-cuda"))
        #expect(configuration.variants["cuda"]?.serverArgs == ["-ngl 99"])
        #expect(configuration.variants["cpu"]?.executable == nil)
        #expect(configuration.variant == "cpu")
        let model = try #require(configuration.models.first)
        #expect(model.aliases == ["b", "c:latest"])
        #expect(model.summary == "one")
        #expect(model.tags == ["x", "y"])
        #expect(model.isPinned && model.isPreloaded)
        #expect(model.keepAlive == .duration(.zero))
        #expect(model.variant == "cuda")
        #expect(model.serverArgs == ["--no-mmap"])
        let config = model.config
        #expect(config.modelPath == FilePath("/m.gguf") && config.mmprojPath == FilePath("/p.gguf"))
        #expect(config.vision == true && config.embedding == false)
        #expect(config.contextLength == 4096 && config.threads == 3 && config.batchSize == 256)
        #expect(config.gpuLayers == -1 && !config.usesMmap && config.usesMlock)
        #expect(config.cacheType == .quantized && config.cacheBits == 4 && config.cacheLimit == 1024)
        #expect(config.cacheGroupSize == 64 && config.cacheStart == 0)
        #expect(config.temperature == 0.7 && config.topK == 40 && config.topP == 0.95 && config.minP == 0.05)
        #expect(config.maxTokens == 512 && config.repetitionPenalty == 1.05 && config.repetitionContextSize == 20)
        #expect(config.draftModelPath == FilePath("/d.gguf") && config.chatTemplatePath == FilePath("/t.jinja"))
    }

    @Test func `says everything that is wrong at once, in the order of the file`() {
        let text = """
            max_loaded_model: 3
            keep_alive: 5 minutes
            queue:
              limit: 0
              timeout: 0
            variant: gpu
            default_model: smollm
            load_timeout: 0s
            models:
              - id: smollm2
                pinned: yes
                config: {model_path: /a.gguf, n_ctx: 0}
              - id: "two "
                aliases: [SmolLM2:latest, 7]
                variant: cuda
                confg: {model_path: /b.gguf}
              - config: {model_path: "${NOWHERE}/c.gguf"}
                id: three
                tags: !!seq [a]
              - 5
            max_loaded_models: 1
            """
        #expect(
            problems(text) == [
                "models.yaml:1:1: max_loaded_model: is not a known key; did you mean 'max_loaded_models'?",
                #"models.yaml:2:1: keep_alive: time: unknown unit " minutes" in duration "5 minutes""#,
                "models.yaml:4:3: queue.limit: must be from 1 to 1000000",
                "models.yaml:5:3: queue.timeout: must be more than 0",
                "models.yaml:6:1: variant: no variant is named 'gpu'; there is none",
                "models.yaml:7:1: default_model: no model is named 'smollm'; did you mean 'smollm2'?",
                "models.yaml:8:1: load_timeout: must be more than 0",
                "models.yaml:11:5: models[0].pinned: must be true or false",
                "models.yaml:12:35: models[0].config.n_ctx: must be from 1 to 2147483647",
                "models.yaml:13:5: models[1].config: is required",
                "models.yaml:13:5: models[1].id: must not begin or end with a blank",
                "models.yaml:14:15: models[1].aliases[0]: 'SmolLM2:latest' is taken by models[0].id; "
                    + "letter case and ':latest' make no difference",
                "models.yaml:14:31: models[1].aliases[1]: must be a text",
                "models.yaml:15:5: models[1].variant: no variant is named 'cuda'; there is none",
                "models.yaml:16:5: models[1].confg: is not a known key; did you mean 'config'?",
                "models.yaml:17:14: models[2].config.model_path: uses '${NOWHERE}', which is not set; "
                    + "'${NOWHERE:-…}' would give it a default",
                "models.yaml:19:11: tags are not supported; a text that looks like a number stands in quotes",
                "models.yaml:20:5: models[3]: must be an object",
            ]
        )
    }

    @Test(arguments: [
        "remotes: []",
        "models: [{id: a, request: {batch: 1}, config: {model_path: /a}}]",
        "variants: {a: {url: x}}", "queue: {retries: 1}",
    ])
    func `refuses keys that nothing carries out`(_ text: String) {
        #expect(problems(text).count == 1)
        #expect(problems(text).allSatisfy { $0.contains("is not a known key") })
    }

    @Test(arguments: [
        ("temperature: 2.1", "temperature: must be from 0 to 2"), ("top_k: -1", "top_k: must be from 0 to 2147483647"),
        ("top_p: 1.1", "top_p: must be from 0 to 1"), ("min_p: -0.1", "min_p: must be from 0 to 1"),
        ("max_tokens: 0", "max_tokens: must be from 1 to 2147483647"),
        ("repetition_penalty: 0", "repetition_penalty: must be from 0.1 to 2"),
        ("repetition_context_size: 0", "repetition_context_size: must be from 1 to 2147483647"),
        ("kv_group_size: 0", "kv_group_size: must be from 1 to 2147483647"),
        ("quantized_kv_start: -1", "quantized_kv_start: must be from 0 to 2147483647"),
    ])
    func `keeps request parameters within their limits`(_ parameter: String, _ expected: String) {
        let text = "models: [{id: a, config: {model_path: /a, \(parameter)}}]"
        #expect(problems(text).count == 1)
        #expect(problems(text).first?.hasSuffix("models[0].config.\(expected)") == true)
    }

    @Test(arguments: [
        ("[]", "models.yaml:1:1: must be an object"),
        ("just text", "models.yaml:1:1: must be an object"),
        ("max_loaded_models: 0", "models.yaml:1:1: max_loaded_models: must be from 1 to 64"),
        ("max_loaded_models: 65", "models.yaml:1:1: max_loaded_models: must be from 1 to 64"),
        ("shutdown_grace: -1s", "models.yaml:1:1: shutdown_grace: must be a duration such as 300ms, 2s or 5m"),
        ("server_args: --jinja", "models.yaml:1:1: server_args: must be a list"),
        (
            "models: [{id: a, id: b, config: {model_path: /a}}]",
            "models.yaml:1:18: the key 'id' stands in line 1 already"
        ),
        ("models: [{id: a, config: {}}]", "models.yaml:1:18: models[0].config.model_path: is required"),
        (
            "models: [{id: a, config: {model_path: ''}}]",
            "models.yaml:1:27: models[0].config.model_path: must not be empty"
        ),
        (
            "models: [{id: a, provider: mlx, config: {model_path: /a}}]",
            "models.yaml:1:18: models[0].provider: must be one of llama_cpp"
        ),
        (
            "models: [{id: 7, config: {model_path: /a}}]",
            "models.yaml:1:11: models[0].id: must be a text"
        ),
        (
            "variants: {cpu: {}, gpu: {}}\nvariant: cp",
            "models.yaml:2:1: variant: no variant is named 'cp'; did you mean 'cpu'?"
        ),
        (
            "variants: {cpu: {}, gpu: {}}\nvariant: metal",
            "models.yaml:2:1: variant: no variant is named 'metal'; known: cpu, gpu"
        ),
        ("a: [1", "models.yaml:2:1: did not find expected ',' or ']' while parsing a flow sequence (line 1)"),
    ])
    func `names the place of each mistake`(_ text: String, _ expected: String) {
        #expect(problems(text) == [expected])
    }

    @Test(arguments: ["a", "A1", "org/name:q4_k_m", "smollm2:135m", "My Model", "größe", "x@y+z~1", "a.b-c_d"])
    func `takes every sensible name`(_ name: String) {
        #expect(problems("models: [{id: '\(name)', config: {model_path: /a}}]") == [])
    }

    @Test(arguments: [
        (" a", "must not begin or end with a blank"), ("a ", "must not begin or end with a blank"),
        (#"a\t"#, "must not begin or end with a blank"), (#"a\tb"#, "must not hold control characters"),
        (#"a\0b"#, "must not hold control characters"), ("a,b", "must not hold ','"), ("a?b", "must not hold '?'"),
        ("a#b", "must not hold '#'"), ("a%20", "must not hold '%'"), ("*", "must not hold '*'"),
        (#"a\\b"#, #"must not hold '\'"#),
        ("-a", "must not begin with '-', which begins a flag of the command line"), ("", "must not be empty"),
    ])
    func `refuses names that mean something else elsewhere`(_ name: String, _ expected: String) {
        let id = problems(#"models: [{id: "\#(name)", config: {model_path: /a}}]"#)
        #expect(id == ["models.yaml:1:11: models[0].id: \(expected)"])
        let alias = problems(#"models: [{id: x, aliases: ["\#(name)"], config: {model_path: /a}}]"#)
        #expect(alias == ["models.yaml:1:28: models[0].aliases[0]: \(expected)"])
    }

    @Test(arguments: [
        ("a", "[]", "a", "[]", "models[1].id: 'a' is taken by models[0].id"),
        ("a", "[]", "A", "[]", "models[1].id: 'A' is taken by models[0].id"),
        ("a", "[]", "A:Latest", "[]", "models[1].id: 'A:Latest' is taken by models[0].id"),
        ("a:latest", "[]", "a", "[]", "models[1].id: 'a' is taken by models[0].id"),
        ("a", "[b]", "b", "[]", "models[1].id: 'b' is taken by models[0].aliases[0]"),
        ("a", "[]", "b", "[c, a]", "models[1].aliases[1]: 'a' is taken by models[0].id"),
        ("a", "[c]", "b", "[C]", "models[1].aliases[0]: 'C' is taken by models[0].aliases[0]"),
        ("a", "[c, c]", "b", "[]", "models[0].aliases[1]: 'c' is taken by models[0].aliases[0]"),
        ("a", "['a:latest']", "b", "[]", "models[0].aliases[0]: 'a:latest' is taken by models[0].id"),
    ])
    func `gives each name to one model`(
        _ one: String,
        _ oneAliases: String,
        _ other: String,
        _ otherAliases: String,
        _ expected: String
    ) {
        let text = """
            models:
              - {id: '\(one)', aliases: \(oneAliases), config: {model_path: /a}}
              - {id: '\(other)', aliases: \(otherAliases), enabled: false, config: {model_path: /b}}
            """
        #expect(problems(text).count == 1)
        #expect(problems(text).first?.contains("\(expected); letter case") == true)
    }

    @Test func `asks for a default model that is there and enabled`() {
        let models = "models: [{id: off, enabled: false, config: {model_path: /a}}]"
        #expect(problems("default_model: OFF\n\(models)") == ["models.yaml:1:1: default_model: 'OFF' is not enabled"])
        #expect(
            problems("default_model: other\n\(models)")
                == ["models.yaml:1:1: default_model: no model is named 'other'; known: off"]
        )
        #expect(
            problems("default_model: x") == ["models.yaml:1:1: default_model: no model is named 'x'; there is none"]
        )
    }

    /// Four models: the first is loaded at start, others may be.
    private func preloading(_ capacity: Int, _ others: String...) -> [String] {
        let models = others.enumerated().map { "  - {id: m\($0), \($1), config: {model_path: /a}}\n" }
        return problems("default_model: m0\nmax_loaded_models: \(capacity)\nmodels:\n" + models.joined())
    }

    @Test func `loads no more models at start than fit`() {
        #expect(preloading(2, "preload: true", "preload: true") == [])
        #expect(preloading(1, "preload: true", "preload: true, enabled: false") == [])
        #expect(
            preloading(2, "pinned: true", "preload: true", "preload: true", "preload: true") == [
                "models.yaml:6:14: models[2].preload: 4 models are to be loaded at start, but max_loaded_models is 2"
            ]
        )
        #expect(preloading(-3, "preload: true", "preload: true").count == 2)
    }

    @Test func `may pin more models than fit`() {
        #expect(preloading(1, "pinned: true", "pinned: true", "pinned: true") == [])
    }

    @Test func `makes paths absolute`() throws {
        let text = """
            variants:
              plain: {executable: llama-server}
              path: {executable: ./bin/llama-server}
              home: {executable: ~/bin/llama-server}
              named: {executable: "${SERVER}"}
            models:
              - id: a
                config:
                  model_path: models/a.gguf
                  mmproj_path: ${DATA}/p.gguf
                  draft_model_path: ${NONE:-~/d}/${EMPTY:-e}/${DATA}.gguf
                  chat_template_file: ~
              - {id: b, config: {model_path: ~/b.gguf, mmproj_path: a~/$DATA, draft_model_path: "~x/c.gguf"}}
            """
        let environment = ["HOME": "/home/ada", "DATA": "/data", "EMPTY": "", "SERVER": "llama-server-cuda"]
        let configuration = try configuration(text, environment)
        #expect(
            configuration.variants.mapValues(\.executable?.name) == [
                "plain": "llama-server", "path": "/etc/paddock/./bin/llama-server",
                "home": "/home/ada/bin/llama-server", "named": "llama-server-cuda",
            ]
        )
        let configs = configuration.models.map(\.config)
        #expect(configs.map(\.modelPath.path) == ["/etc/paddock/models/a.gguf", "/home/ada/b.gguf"])
        #expect(configs.map(\.mmprojPath?.path) == ["/data/p.gguf", "/etc/paddock/a~/$DATA"])
        #expect(configs.map(\.draftModelPath?.path) == ["/home/ada/d/e//data.gguf", "/etc/paddock/~x/c.gguf"])
        #expect(configs[0].chatTemplatePath == nil)
    }

    @Test(arguments: [
        ("${A", "has '${' without '}'"),
        ("${A}/x", "uses '${A}', which is not set; '${A:-…}' would give it a default"),
        ("~/x", "starts with '~', but HOME is not set"),
    ])
    func `says why a path cannot be made absolute`(_ path: String, _ expected: String) {
        let text = "models: [{id: a, config: {model_path: '\(path)'}}]"
        #expect(problems(text) == ["models.yaml:1:27: models[0].config.model_path: \(expected)"])
    }

    @Test func `repeats a part by an anchor`() throws {
        let text = """
            models:
              - {id: a, server_args: &args [-t 4], config: {model_path: /a}}
              - {id: b, server_args: *args, config: {model_path: /b}}
            """
        #expect(try configuration(text).models.map(\.serverArgs) == [["-t 4"], ["-t 4"]])
    }
}
