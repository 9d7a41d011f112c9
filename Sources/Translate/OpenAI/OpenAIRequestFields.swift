import Schema

extension OpenAI {
    /// The fields that several requests share.
    ///
    /// Source: OpenAI, API reference; llama.cpp, `tools/server/README.md` for what OpenAI does not know.
    enum RequestFields {
        static let model = Field<String?>("model", "An id or alias of models.yaml; left out, its `default_model`.")
        static let stream = Field<Bool>(
            "stream",
            "Whether to answer in events while the text grows.",
            default: false
        )
        static let streamOptions = Field<StreamOptions?>("stream_options", "What a stream tells besides.")
        static let temperature = Field<Double?>(
            "temperature",
            "How freely words are chosen; 0 takes the likeliest.",
            in: 0...2
        )
        static let topP = Field<Double?>(
            "top_p",
            "Only the likeliest words that make up this share are chosen from.",
            in: 0...1
        )
        static let topK = Field<Int?>(
            "top_k",
            "llama-server: only so many of the likeliest words are chosen from; 0 or -1 for all.",
            in: -1...Int(Int32.max)
        )
        static let minP = Field<Double?>(
            "min_p",
            "llama-server: words less likely than this share of the likeliest are left out.",
            in: 0...1
        )
        static let repeatPenalty = Field<Double?>(
            "repeat_penalty",
            "llama-server: above 1, words that came before become less likely.",
            in: 0.01 ... .infinity
        )
        static let frequencyPenalty = Field<Double?>(
            "frequency_penalty",
            "Above 0, the more often a word came, the less likely it becomes.",
            in: -2...2
        )
        static let presencePenalty = Field<Double?>(
            "presence_penalty",
            "Above 0, words that came before become less likely.",
            in: -2...2
        )
        static let repetitionPenalty = Field<Double?>(
            "repetition_penalty",
            "Ours: another name of `repeat_penalty`.",
            in: 0.1...2
        )
        static let repetitionContextSize = Field<Int?>(
            "repetition_context_size",
            "Ours: another name of llama-server's `repeat_last_n`, how many tokens back count as just used.",
            in: 1...131_072
        )
        static let seed = Field<Int?>(
            "seed",
            "The same seed and request give the same answer, on the same machine."
        )
        static let stop = Field<Stop?>("stop", "A text, or several, that end the answer.")
        static let logitBias = Field<JSON?>("logit_bias", "Makes tokens more or less likely.")
        static let user = Field<String?>("user", "Who asks; not looked at.")
        static let keepAlive = Field<KeepAlive?>(
            "keep_alive",
            "Ours: how long the model stays loaded afterwards; a number counts seconds."
        )
    }
}
