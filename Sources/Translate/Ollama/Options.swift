package import Schema

extension Ollama {
    /// How words are chosen, and when to stop.
    ///
    /// Source: Ollama, docs/modelfile.mdx, "Valid parameters and values". Options that Ollama reads when it loads a
    /// model (`num_ctx`, `num_gpu`, `num_thread`) belong into models.yaml here; they pass unread.
    package struct Options: Shape {
        package struct Fields {
            package let numPredict = Field<Double?>("num_predict", "The most tokens to answer; -1 for no limit.")
                .saying(#"option "num_predict" must be of type integer"#)
            package let temperature = Field<Double?>(
                "temperature",
                "How freely words are chosen; 0 takes the likeliest."
            )
            .saying(#"option "temperature" must be of type float32"#)
            package let topK = Field<Double?>(
                "top_k",
                "Only so many of the likeliest words are chosen from; 0 for all."
            )
            .saying(#"option "top_k" must be of type integer"#)
            package let topP = Field<Double?>(
                "top_p",
                "Only the likeliest words that make up this share are chosen from."
            )
            .saying(#"option "top_p" must be of type float32"#)
            package let minP = Field<Double?>(
                "min_p",
                "Words less likely than this share of the likeliest are left out."
            )
            .saying(#"option "min_p" must be of type float32"#)
            package let typicalP = Field<Double?>("typical_p", "Below 1, words of unusual likelihood are left out.")
                .saying(#"option "typical_p" must be of type float32"#)
            package let repeatLastN = Field<Double?>(
                "repeat_last_n",
                "How many tokens back a repetition counts; 0 for none, -1 for all."
            )
            .saying(#"option "repeat_last_n" must be of type integer"#)
            package let repeatPenalty = Field<Double?>(
                "repeat_penalty",
                "Above 1, words that came before become less likely."
            )
            .saying(#"option "repeat_penalty" must be of type float32"#)
            package let presencePenalty = Field<Double?>(
                "presence_penalty",
                "Above 0, words that came before become less likely."
            )
            .saying(#"option "presence_penalty" must be of type float32"#)
            package let frequencyPenalty = Field<Double?>(
                "frequency_penalty",
                "Above 0, the more often a word came, the less likely it becomes."
            )
            .saying(#"option "frequency_penalty" must be of type float32"#)
            package let mirostat = Field<Double?>("mirostat", "Another way to choose words: 1 or 2, 0 for off.")
                .saying(#"option "mirostat" must be of type integer"#)
            package let mirostatTau = Field<Double?>("mirostat_tau", "How surprising mirostat's words are.")
                .saying(#"option "mirostat_tau" must be of type float32"#)
            package let mirostatEta = Field<Double?>("mirostat_eta", "How fast mirostat adapts.")
                .saying(#"option "mirostat_eta" must be of type float32"#)
            package let seed = Field<Double?>(
                "seed",
                "The same seed and request give the same answer, on the same machine."
            )
            .saying(#"option "seed" must be of type integer"#)
            package let numKeep = Field<Double?>(
                "num_keep",
                "How many tokens at the start of a text stay when it has to be shortened; below 0 all that fit; left out, 4."
            )
            .saying(#"option "num_keep" must be of type integer"#)
            package let stop = Field<OpenAI.Stop?>("stop", "A text, or several, that end the answer.")
                .saying(#"option "stop" must be of type an array of strings"#)
            package let numCtx = Field<Double?>(
                "num_ctx",
                "Not looked at: `n_ctx` in models.yaml, or `PARAMETER num_ctx` of a Modelfile, sets the context."
            )
            .saying(#"option "num_ctx" must be of type integer"#)
        }
        package static let description = Description("How words are chosen, and when to stop.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}
