import Router
import Translate

/// What clients of llama-server call, besides what it shares with OpenAI.
///
/// Left out is what makes no sense for one model of many: files of slots (a conversation is kept by itself when its model
/// leaves), the replay of streams, tools and the proxy that llama-server can run.
struct LlamaServerRoutes {
    let models: ModelShelf
    let router: ModelRouter

    /// The table's rows.
    var all: [Route] { writing + embedding + looking }

    private var writing: [Route] {
        [
            .post(
                "/completion",
                "Continues a text, in llama-server's own words.",
                id: "complete",
                as: .llamaServer,
                complete
            ).also(at: "/v1/completion", "/completions"),
            .post("/infill", "Fills a gap in a text.", id: "infill", as: .llamaServer, infill).also(at: "/v1/infill"),
            .post("/tokenize", "Cuts a text into tokens.", id: "tokenize", as: .llamaServer, tokenize)
                .also(at: "/v1/tokenize"),
            .post("/detokenize", "Puts tokens together.", id: "detokenize", as: .llamaServer, detokenize)
                .also(at: "/v1/detokenize"),
            .post(
                "/apply-template",
                "Shows the prompt that a conversation becomes.",
                id: "applyTemplate",
                as: .llamaServer,
                applyTemplate
            ).also(at: "/v1/apply-template"),
        ]
    }

    private var embedding: [Route] {
        [
            .post(
                "/embedding",
                "Turns texts into vectors, in llama-server's own words.",
                id: "embedNatively",
                as: .llamaServer,
                embed
            ).also(at: "/embeddings")
        ]
    }

    private var looking: [Route] {
        [
            .get(
                "/props",
                "Tells what is known of a model, without loading or waking it.",
                id: "getProperties",
                as: .llamaServer,
                properties
            ).also(at: "/v1/props"),
            .get(
                "/slots",
                "Tells what a model that runs is busy with; none is loaded for it.",
                id: "getSlots",
                as: .llamaServer,
                slots
            ),
            .get(
                "/lora-adapters",
                "Lists the adapters of a model that runs; none is loaded for it.",
                id: "getAdapters",
                as: .llamaServer,
                adapters
            ),
            .post(
                "/lora-adapters",
                "Sets how strong the adapters of a model are, for as long as it runs; none is loaded for it.",
                id: "setAdapters",
                as: .llamaServer,
                setAdapters
            ).needing(.manage),
        ]
    }

    /// The model that the body names, or the address, or else the default one.
    func find(
        _ name: String?,
        _ query: Query<LlamaCpp.ModelQuery>,
        for caller: Caller
    ) throws(ModelProblem) -> Router.ModelEntry {
        if let name, !name.isEmpty { return try models.find(name, for: caller) }
        return try models.find(query.model, for: caller)
    }
}
