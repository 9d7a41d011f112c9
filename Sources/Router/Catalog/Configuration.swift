package import Schema

/// What `models.yaml` says.
///
/// Every key may be left out, and leaving it out means the same as writing its default.
package struct Configuration: Shape {
    package struct Fields {
        package let defaultModel = Field<String?>(
            "default_model",
            "The id or alias of the model that is loaded at start, and answers requests that name none."
        )
        package let maxLoadedModels = Field<Int>(
            "max_loaded_models",
            "How many models run at once.",
            in: 1...64,
            default: 2
        )
        package let memoryBudget = Field<MemoryBudget>(
            "memory_budget",
            """
            How much memory all models may take together: a size such as `12GiB`; `auto` for 80 % of what is free when \
            the server starts (of the devices' memory where llama-server has devices); or `none` for no limit.
            """,
            default: .automatic
        )
        package let keepAlive = Field<KeepAlive>(
            "keep_alive",
            """
            How long a model stays after its last request: a duration such as `90s`, or a number of seconds; 0 lets it \
            leave at once, below 0 it stays until its place is needed.
            """,
            default: .duration(.seconds(300))
        )
        package let loadTimeout = Field<TimeSpan>(
            "load_timeout",
            "How long a model may take to load.",
            default: TimeSpan(.seconds(300))
        )
        package let shutdownGrace = Field<TimeSpan>(
            "shutdown_grace",
            "How long running requests may go on once the server shuts down.",
            default: TimeSpan(.seconds(10))
        )
        package let hangTimeout = Field<TimeSpan>(
            "hang_timeout",
            "How long a running llama-server may leave a probe unanswered before it is killed and replaced; 0 never.",
            default: TimeSpan(.seconds(5))
        )
        package let pingInterval = Field<TimeSpan>(
            "ping_interval",
            "How long an event stream may be silent before its client gets a comment line; 0 for ever.",
            default: TimeSpan(.seconds(15))
        )
        package let kvCache = Field<KVCacheSettings>(
            "kv_cache",
            "How conversations outlive the eviction of their model.",
            default: KVCacheSettings()
        )
        package let queue = Field<QueueSettings>("queue", "The line of waiting requests.", default: QueueSettings())
        package let modelFolders = Field<[ModelFolder]>(
            "model_folders",
            """
            Folders whose GGUF files are served without an entry of their own, named after the files; `hf-cache` is the \
            cache of Hugging Face's tools, `ollama` the models of an Ollama beside us (`OLLAMA_MODELS`). A new file is \
            served after the next reload.
            """,
            default: [.ollama]
        )
        package let serverArgs = Field<[String]>(
            "server_args",
            "Arguments for every llama-server; those of a variant or a model are stronger.",
            default: ["--jinja --no-webui"]
        )
        package let variants = Field<[String: Variant]>("variants", "Builds of llama-server, by name.", default: [:])
        package let variant = Field<String?>(
            "variant",
            "The one of `variants` that models use; left out, the first llama-server found."
        )
        package let apiKeys = Field<[APIKey]>(
            "api_keys",
            """
            The keys that callers prove themselves with, as `Authorization: Bearer KEY` or `x-api-key: KEY`; without any, \
            whoever reaches the port may do everything.
            """,
            default: []
        )
        package let models = Field<[ModelEntry]>(
            "models",
            "The models, in the order in which they are listed.",
            default: []
        )
    }
    package static let description = Description(
        "The models that Paddock serves, and how.",
        Fields(),
        keepsUnknown: false
    )
    package var members = JSONObject()

    package init() {}
}

extension Configuration {
    /// The JSON Schema of `models.yaml`, for editors.
    package static var jsonSchema: JSON {
        var schema = JSONSchema()
        guard case .object(let root) = schema.schema(of: rule) else { return [:] }
        var document: JSONObject = ["$schema": "https://json-schema.org/draft/2020-12/schema"]
        for member in root.members { document[member.key] = member.value }
        var definitions = JSONObject()
        for (name, definition) in schema.definitions.sorted(by: { $0.key < $1.key }) { definitions[name] = definition }
        document["$defs"] = .object(definitions)
        return .object(document)
    }
}
