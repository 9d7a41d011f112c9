/// Excerpts of what llama-server prints about itself.
enum HelpTexts {
    static let version = """
        version: 0.6.0-dev (build 11434, commit 5f1c2ab)
        built with GNU 12.2.0 for Linux x86_64
        """

    /// Build b11434.
    static let current = """
        ----- common params -----

        -h,    --help, --usage                  print usage and exit
        -t,    --threads N                      number of CPU threads to use during generation (default: -1)
                                                (env: LLAMA_ARG_THREADS)
        -c,    --ctx-size N                     size of the prompt context (default: 0, 0 = loaded from model)
        -b,    --batch-size N                   logical maximum batch size (default: 2048)
        -ub,   --ubatch-size N                  physical maximum batch size (default: 512)
        -kvo,  --kv-offload, -nkvo, --no-kv-offload
                                                whether to enable KV cache offloading (default: enabled)
        -lm,   --load-mode MODE                 model loading mode (default: auto)
                                                - auto: mmap, unless a device does not support it
        -fit,  --fit [on|off]                   whether to adjust unset arguments to fit in device memory
        --log-colors [on|off|auto]              Set colored logging ('on', 'off', or 'auto', default: 'auto')
        --offline                               Offline mode: forces use of cache, prevents network access
        --draft, --draft-n, --draft-max N       the argument has been removed. use --spec-draft-n-max or
                                                --spec-ngram-mod-n-max
        -ot,   --override-tensor <tensor name pattern>=<buffer type>,...
                                                override tensor buffer type
        -cram, --cache-ram N                    set the maximum cache size in MiB (default: 8192, -1 - no limit, 0 -
                                                disable)
        -kvu,  --kv-unified, -no-kvu, --no-kv-unified
                                                use single unified KV buffer shared across all sequences
        -np,   --parallel N                     number of server slots (default: -1, -1 = auto)
        --ui,  --webui, --no-ui, --no-webui     whether to enable the Web UI (default: enabled)
        --metrics                               enable prometheus compatible metrics endpoint (default: disabled)
        --slot-save-path PATH                   path to save slot kv cache (default: disabled)
        --jinja, --no-jinja                     whether to use jinja template engine for chat (default: enabled)
        """

    /// A build from before load modes, fitting and unified caches.
    static let old = """
        -c,    --ctx-size N                     size of the prompt context (default: 4096, 0 = loaded from model)
        -b,    --batch-size N                   logical maximum batch size (default: 2048)
        --mlock                                 force system to keep model in RAM rather than swapping or compressing
        --no-mmap                               do not memory-map model (slower load but may reduce pageouts)
        --log-colors                            Enable colored logging
        -np,   --parallel N                     number of parallel sequences to decode (default: 1)
        --no-webui                              Disable the Web UI (default: enabled)
        --metrics                               enable prometheus compatible metrics endpoint (default: disabled)
        """
}
