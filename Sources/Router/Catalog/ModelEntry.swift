package import Providers
package import Schema

/// One entry of `models`.
package struct ModelEntry: Shape {
    package struct Fields {
        package let id = Field<ModelID>("id", "The name that requests use, such as `smollm2` or `org/name:q4`.")
        package let provider = Field<ProviderKind>("provider", "What runs the model.", default: .llamaCpp)
        package let aliases = Field<[String]>("aliases", "Further names of the model.", default: [])
        package let isEnabled = Field<Bool>("enabled", "Whether the model is served at all.", default: true)
        package let summary = Field<String?>("description", "A sentence for people, shown where models are listed.")
        package let tags = Field<[String]>("tags", "Words for people, shown where models are listed.", default: [])
        package let isPinned = Field<Bool>("pinned", "Whether it stays once it is loaded.", default: false)
        package let isPreloaded = Field<Bool>("preload", "Whether it is loaded at start.", default: false)
        package let keepAlive = Field<KeepAlive?>(
            "keep_alive",
            "How long it stays after its last request; left out, the server's `keep_alive`."
        )
        package let variant = Field<String?>("variant", "One of `variants`; left out, the server's `variant`.")
        package let serverArgs = Field<[String]>(
            "server_args",
            "Arguments for llama-server, stronger than those of the variant, of the server, and of `config`.",
            default: []
        )
        package let request = Field<RequestParameters?>(
            "request",
            "What holds for requests that do not say it themselves, stronger than what `config` says of it."
        )
        package let config = Field<ModelConfig>("config", "The model's files and how to load them.")
    }
    package static let description = Description("One model.", Fields(), keepsUnknown: false)
    package var members = JSONObject()

    package init() {}
}

/// What can run a model.
package enum ProviderKind: String, Choice {
    /// A llama-server of its own.
    case llamaCpp = "llama_cpp"
}
