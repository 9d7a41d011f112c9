extension RouteGroup {
    /// The name of the group in the document.
    package var tag: String {
        switch self {
        case .openAI: "OpenAI"
        case .anthropic: "Anthropic"
        case .llamaServer: "llama-server"
        case .ollama: "Ollama"
        case .pool: "Pool"
        case .service: "Service"
        }
    }

    /// What the group is for.
    var introduction: String {
        switch self {
        case .openAI:
            "For clients of OpenAI: set their base address to `/v1` of this server. Fields that llama-server knows and "
                + "OpenAI does not are passed on as well."
        case .anthropic:
            "For clients of Anthropic: set their base address to this server. Messages are translated to what the "
                + "model's server understands, and its answers back."
        case .llamaServer: "What llama-server itself serves, for any model by its name."
        case .ollama: "For tools made for Ollama: set their host to this server."
        case .pool: "For operators: what runs, who waits, and what is to be loaded or to leave."
        case .service: "For people and probes: is it up, what does it serve."
        }
    }
}
