import Router
import Schema
import Store
import Translate

/// What Ollama's clients call.
struct OllamaRoutes {
    let models: ModelShelf
    let router: ModelRouter
    let library: LibraryKeeper

    /// The table's rows.
    var all: [Route] { answering + listing + managing.needing(.manage) + telling.needing(nil) }

    private var answering: [Route] {
        [
            .post(
                "/api/chat",
                "Answers a conversation, in lines unless told not to.",
                id: "ollamaChat",
                as: .ollama,
                chat
            ),
            .post(
                "/api/generate",
                "Answers or continues a text, in lines unless told not to.",
                id: "ollamaGenerate",
                as: .ollama,
                generate
            ),
            .post("/api/embed", "Turns texts into vectors.", id: "ollamaEmbed", as: .ollama, embed),
            .post(
                "/api/embeddings",
                "Turns a text into a vector, for older clients.",
                id: "ollamaEmbeddings",
                as: .ollama,
                embedOne
            ),
        ]
    }

    private var listing: [Route] {
        [
            .get("/api/tags", "Lists the models.", id: "ollamaTags", as: .ollama, tags),
            .get("/api/ps", "Lists the models that run.", id: "ollamaPs", as: .ollama, running),
            .post("/api/show", "Describes a model, without loading it.", id: "ollamaShow", as: .ollama, show),
        ]
    }

    private var managing: [Route] {
        [
            .post("/api/create", "Makes a model of another one, or of files.", id: "ollamaCreate", as: .ollama, create),
            .post("/api/copy", "Gives a model a further name.", id: "ollamaCopy", as: .ollama, copy),
            .delete("/api/delete", "Removes a model.", id: "ollamaDelete", as: .ollama, delete),
            .post(
                "/api/pull",
                "Fetches a model from a registry, from Hugging Face, or from an address.",
                id: "ollamaPull",
                as: .ollama,
                pull
            ),
            .post("/api/push", "Says why models are not sent from here.", id: "ollamaPush", as: .ollama, push),
            .head("/api/blobs/{digest}", "Tells whether a file is there.", id: "ollamaHasBlob", as: .ollama, hasBlob),
            .post(
                "/api/blobs/{digest}",
                "Takes a file that a model is to be made of.",
                id: "ollamaSendBlob",
                as: .ollama,
                takeBlob
            ),
        ]
    }

    private var telling: [Route] {
        [
            .get("/api/version", "Tells which version of Ollama this server follows.", id: "ollamaVersion", as: .ollama)
            {
                Self.version
            },
            .get(
                "/api/experimental/model-recommendations",
                "Recommends no models.",
                id: "ollamaRecommendations",
                as: .ollama
            ) {
                Reply<Ollama.RecommendationsAnswer, Never>.whole(Ollama.RecommendationsAnswer.none)
            },
            .post("/api/me", "Tells that there are no accounts.", id: "ollamaAccount", as: .ollama, account),
            .get("/api/status", "Tells that no models are hosted elsewhere.", id: "ollamaStatus", as: .ollama) {
                Reply<Ollama.StatusAnswer, Never>.whole(Ollama.StatusAnswer.local)
            },
        ]
    }

    /// Source: Ollama 0.33, `server/routes.go`: what a server says that cannot ask for accounts.
    private func account() throws(ManageProblem) -> StatusReply {
        throw ManageProblem(Problem(.notAvailable, "account unavailable"))
    }

    private static var version: Reply<Ollama.VersionAnswer, Never> {
        var answer = Ollama.VersionAnswer()
        answer.version = Paddock.ollamaVersion
        return .whole(answer)
    }
}
