package import Schema

extension Ollama {
    /// How words are chosen, and when to stop.
    ///
    /// Source: Ollama, docs/modelfile.mdx, "Valid parameters and values". Options that Ollama reads when it loads a
    /// model (`num_ctx`, `num_gpu`, `num_thread`) belong into models.yaml here; they pass unread.
    package struct Options: Shape {
        package struct Fields {
            package let numPredict = Field<Double?>("num_predict", "The most tokens to answer; -1 for no limit.")
            package let temperature = Field<Double?>("temperature", "How freely words are chosen; 0 takes the likeliest.")
            package let topK = Field<Double?>("top_k", "Only so many of the likeliest words are chosen from; 0 for all.")
            package let topP = Field<Double?>("top_p", "Only the likeliest words that make up this share are chosen from.")
            package let minP = Field<Double?>("min_p", "Words less likely than this share of the likeliest are left out.")
            package let typicalP = Field<Double?>("typical_p", "Below 1, words of unusual likelihood are left out.")
            package let repeatLastN = Field<Double?>("repeat_last_n", "How many tokens back a repetition counts; 0 for none, -1 for all.")
            package let repeatPenalty = Field<Double?>("repeat_penalty", "Above 1, words that came before become less likely.")
            package let presencePenalty = Field<Double?>("presence_penalty", "Above 0, words that came before become less likely.")
            package let frequencyPenalty = Field<Double?>("frequency_penalty", "Above 0, the more often a word came, the less likely it becomes.")
            package let mirostat = Field<Double?>("mirostat", "Another way to choose words: 1 or 2, 0 for off.")
            package let mirostatTau = Field<Double?>("mirostat_tau", "How surprising mirostat's words are.")
            package let mirostatEta = Field<Double?>("mirostat_eta", "How fast mirostat adapts.")
            package let seed = Field<Double?>("seed", "The same seed and request give the same answer, on the same machine.")
            package let numKeep = Field<Double?>("num_keep", "How many tokens of the prompt stay when the context is shifted.")
            package let stop = Field<OpenAI.Stop?>("stop", "A text, or several, that end the answer.")
            package let numCtx = Field<Double?>("num_ctx", "Not looked at: the context is set in models.yaml.")
        }
        package static let description = Description("How words are chosen, and when to stop.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}

extension Ollama.Options {
    /// Where each option goes in a request to llama-server, and whether its fraction is cut off, as Ollama does.
    static let names: [(ours: String, child: String, isWhole: Bool)] = [
        ("num_predict", "max_tokens", true), ("temperature", "temperature", false), ("top_k", "top_k", true),
        ("top_p", "top_p", false), ("min_p", "min_p", false), ("typical_p", "typical_p", false),
        ("repeat_last_n", "repeat_last_n", true), ("repeat_penalty", "repeat_penalty", false),
        ("presence_penalty", "presence_penalty", false), ("frequency_penalty", "frequency_penalty", false),
        ("mirostat", "mirostat", true), ("mirostat_tau", "mirostat_tau", false), ("mirostat_eta", "mirostat_eta", false),
        ("seed", "seed", true), ("num_keep", "n_keep", true),
    ]
}
