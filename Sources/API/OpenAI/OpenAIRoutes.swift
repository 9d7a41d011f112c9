import Router

/// What OpenAI's clients call.
struct OpenAIRoutes {
    let models: ModelShelf
    let router: ModelRouter

    /// The table's rows.
    var all: [Route] { answering + embedding + listening + listing }

    private var answering: [Route] {
        [
            .post(
                "/v1/chat/completions",
                "Answers a conversation.",
                id: "createChatCompletion",
                as: .openAI,
                chat
            ).also(at: "/chat/completions"),
            .post(
                "/v1/chat/completions/input_tokens",
                "Counts the tokens of a conversation, without answering it.",
                id: "countChatTokens",
                as: .openAI,
                countTokens
            ).also(at: "/chat/completions/input_tokens"),
            .post(
                "/v1/chat/completions/multipart",
                "Answers a conversation whose pictures come as files.",
                id: "createChatCompletionFromForm",
                as: .openAI,
                chatFromForm
            ),
            .post("/v1/completions", "Continues a text.", id: "createCompletion", as: .openAI, complete),
        ]
    }

    private var embedding: [Route] {
        [
            .post("/v1/embeddings", "Turns texts into vectors.", id: "createEmbeddings", as: .openAI, embed),
            .post(
                "/v1/rerank",
                "Puts documents in order by how well they answer a query.",
                id: "rerank",
                as: .openAI,
                rerank
            ).also(at: "/v1/reranking", "/rerank", "/reranking"),
        ]
    }

    private var listening: [Route] {
        [
            .post(
                "/v1/audio/transcriptions",
                "Writes down what is said in a sound.",
                id: "createTranscription",
                as: .openAI,
                transcribe
            )
        ]
    }

    private var listing: [Route] {
        [
            .get("/v1/models", "Lists the models.", id: "listModels", as: .openAI, list).also(at: "/models"),
            .get("/v1/models/{id...}", "Describes one model, without loading it.", id: "getModel", as: .openAI, show)
                .also(at: "/models/{id...}"),
        ]
    }
}
