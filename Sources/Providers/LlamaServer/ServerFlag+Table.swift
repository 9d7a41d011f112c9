/// Every fact about single options of llama-server, once. A line holds the spellings of one key; both sides of a pair
/// share it.
///
/// Source: llama.cpp, `common/arg.cpp`, builds b10434 and b11434.
extension ServerFlag {
    static let table: [String: ServerFlag] = {
        var table: [String: ServerFlag] = [:]
        func add(_ lines: [String], _ flag: (_ key: String) -> ServerFlag) {
            for line in lines {
                let spellings = line.split(separator: " ").map(String.init)
                for spelling in spellings { table[spelling] = flag(spellings[0]) }
            }
        }
        add(switches) { ServerFlag(key: $0, arity: 0...0) }
        // Older builds take no word here, newer ones need one.
        add(["-fa --flash-attn"]) { ServerFlag(key: $0, arity: 0...1) }
        add(valued) { ServerFlag(key: $0, arity: 1...1) }
        add(["--control-vector-layer-range"]) { ServerFlag(key: $0, arity: 2...2) }
        add(reserved) { ServerFlag(key: $0, arity: 0...Int.max, isReserved: true) }
        for (line, accumulation) in accumulators {
            add([line]) { ServerFlag(key: $0, arity: 1...1, accumulation: accumulation) }
        }
        // Older builds take `FILE SCALE`, newer ones `FILE:SCALE`.
        for plain in ["--lora", "--control-vector"] {
            table["\(plain)-scaled"] = ServerFlag(key: plain, arity: 1...2, accumulation: .weightedFile)
        }
        return table
    }()

    private static let switches = [
        "--jinja --no-jinja",
        "--warmup --no-warmup",
        "--mmap --no-mmap",
        "--perf --no-perf",
        "-kvo --kv-offload -nkvo --no-kv-offload",
        "-cb --cont-batching -nocb --no-cont-batching",
        "-kvu --kv-unified -no-kvu --no-kv-unified",
        "--context-shift --no-context-shift",
        "--cache-prompt --no-cache-prompt",
        "--webui --ui --no-webui --no-ui",
        "--slots --no-slots",
        "--repack -nr --no-repack",
        "--op-offload --no-op-offload",
        "--mmproj-offload --no-mmproj-offload",
        "--mmproj-auto --no-mmproj --no-mmproj-auto",
        "-e --escape --no-escape",
        "--prefill-assistant --no-prefill-assistant",
        "--mlock",
        "-v --verbose --log-verbose",
        "--swa-full",
        "--metrics",
        "--props",
        "-cmoe --cpu-moe",
        "--ignore-eos",
        "-sp --special",
        "--check-tensors",
        "--embedding --embeddings",
        "--rerank --reranking",
        "--offline",
        "--log-disable",
        "-bs --backend-sampling",
        "--no-host",
    ]

    private static let valued = [
        "-t --threads",
        "-tb --threads-batch",
        "-c --ctx-size",
        "-n --predict --n-predict",
        "-b --batch-size",
        "-ub --ubatch-size",
        "-ngl --gpu-layers --n-gpu-layers",
        "-np --parallel",
        "-s --seed",
        "-ctk --cache-type-k",
        "-ctv --cache-type-v",
        "-mm --mmproj",
        "-mmu --mmproj-url",
        "-dev --device",
        "-ts --tensor-split",
        "-sm --split-mode",
        "-mg --main-gpu",
        "-ncmoe --n-cpu-moe",
        "-md --model-draft --spec-draft-model",
        "-ngld --gpu-layers-draft --n-gpu-layers-draft --spec-draft-ngl",
        "-cram --cache-ram",
        "-ctxcp --ctx-checkpoints --swa-checkpoints",
        "--temp --temperature",
        "-to --timeout",
        "-lv --verbosity --log-verbosity",
        "-j --json-schema",
        "-jf --json-schema-file",
        "-lm --load-mode",
        "-sps --slot-prompt-similarity",
        "-C --cpu-mask",
        "-Cr --cpu-range",
        "-Cb --cpu-mask-batch",
        "-Crb --cpu-range-batch",
        "--typical --typical-p",
        "--top-nsigma --top-n-sigma",
        "--sampler-seq --sampling-seq",
        "-fit --fit",
    ]

    private static let accumulators: [(spellings: String, Accumulation)] = [
        ("--override-kv", .metadata),
        ("-l --logit-bias", .tokenBias),
        ("--lora", .weightedFile),
        ("--control-vector", .weightedFile),
        ("-ot --override-tensor", .tensorPlacement),
        ("--dry-sequence-breaker", .sequenceBreaker),
        ("-r --reverse-prompt", .text),
    ]

    private static let reserved = [
        "-m --model",
        "-mu --model-url",
        "-hf -hfr --hf-repo",
        "-hff --hf-file",
        "-dr --docker-repo",
        "-a --alias",
        "--host",
        "--port",
        "--reuse-port",
        "--api-prefix",
        "--path",
        "--api-key",
        "--api-key-file",
        "--ssl-key-file",
        "--ssl-cert-file",
        "--models-dir",
        "--models-preset",
        "--models-max",
        "--models-autoload --no-models-autoload",
        "-h --help --usage",
        "--version",
        "--list-devices",
        "-cl --cache-list",
        "--completion-bash",
    ]
}
