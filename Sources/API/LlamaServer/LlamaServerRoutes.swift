import Router
import Translate

/// What clients of llama-server call, besides what it shares with OpenAI; at the root and below `/v1`.
struct LlamaServerRoutes {
    let models: ModelShelf
    let router: ModelRouter

    /// The table's rows.
    var all: [Route] { rows(below: "", id: "") + rows(below: "/v1", id: "V1") }

    private func rows(below folder: String, id: String) -> [Route] {
        [
            .post(
                "\(folder)/completion",
                "Continues a text, in llama-server's own words.",
                id: "complete\(id)",
                as: .llamaServer,
                complete
            ),
            .post("\(folder)/infill", "Fills a gap in a text.", id: "infill\(id)", as: .llamaServer, infill),
            .post("\(folder)/tokenize", "Cuts a text into tokens.", id: "tokenize\(id)", as: .llamaServer, tokenize),
            .post(
                "\(folder)/detokenize",
                "Puts tokens together.",
                id: "detokenize\(id)",
                as: .llamaServer,
                detokenize
            ),
            .post(
                "\(folder)/apply-template",
                "Shows the prompt that a conversation becomes.",
                id: "applyTemplate\(id)",
                as: .llamaServer,
                applyTemplate
            ),
            .get(
                "\(folder)/props",
                "Tells what is known of a model, without loading or waking it.",
                id: "getProperties\(id)",
                as: .llamaServer,
                properties
            ),
        ]
    }

    /// The model that the body names, or the address, or else the default one.
    func find(_ name: String?, _ query: Query<LlamaCpp.ModelQuery>) throws(ModelProblem) -> Router.ModelEntry {
        if let name, !name.isEmpty { return try models.find(name) }
        return try models.find(query.model)
    }
}
