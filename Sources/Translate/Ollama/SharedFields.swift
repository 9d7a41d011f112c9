import Schema

extension Ollama {
    /// The fields that the answers of chat and generate share.
    ///
    /// Source: Ollama, docs/api.md.
    enum AnswerFields {
        static let model = Field<String>("model", "The model, as the request spelled it.")
        static let createdAt = Field<String>("created_at", "When this was said.")
        static let done = Field<Bool>("done", "Whether this is the last of the answer.")
        static let doneReason = Field<String?>("done_reason", "Why it ended: `stop`, `length`, `load` or `unload`.")
        static let totalDuration = Field<Int?>(
            "total_duration",
            "From the request's arrival to the end, in nanoseconds."
        )
        static let loadDuration = Field<Int?>(
            "load_duration",
            "From the request's arrival until the model could be used, in nanoseconds."
        )
        static let promptEvalCount = Field<Int?>("prompt_eval_count", "Tokens of the request.")
        static let promptEvalDuration = Field<Int?>(
            "prompt_eval_duration",
            "How long reading them took, in nanoseconds."
        )
        static let evalCount = Field<Int?>("eval_count", "Tokens of the answer.")
        static let evalDuration = Field<Int?>("eval_duration", "How long writing them took, in nanoseconds.")
        static let logprobs = Field<JSON?>("logprobs", "How likely each token was.")
    }

    /// The fields that the requests of chat and generate share.
    enum RequestFields {
        static let model = Field<String?>("model", "An id or alias of models.yaml; left out, its `default_model`.")
            .formed(like: ModelName.optionalPattern)
        static let format = Field<Format?>("format", "`json`, or a JSON Schema that the answer must follow.")
        static let stream = Field<Bool>("stream", "Whether to answer in lines while the text grows.", default: true)
        static let keepAlive = Field<KeepAlive?>(
            "keep_alive",
            "How long the model stays loaded afterwards; a number counts seconds, below 0 means always."
        )
        .saying("Unsupported type: keep_alive is a number or a text")
        static let options = Field<Options?>("options", "How words are chosen, and when to stop.")
        static let think = Field<Think?>(
            "think",
            "Whether a thinking model thinks, or how much: `low`, `medium`, `high`, `max`."
        )
        .saying(#"think must be a boolean or string ("high", "medium", "low", "max", true, or false)"#)
        static let logprobs = Field<Bool?>("logprobs", "Whether to tell how likely each token was.")
        static let topLogprobs = Field<Int?>(
            "top_logprobs",
            "How many of the likeliest tokens to tell at each place.",
            in: 0...20
        )
        .saying("top_logprobs must be between 0 and 20")
        static let truncate = Field<Bool>(
            "truncate",
            "Whether a prompt that is too long for the model's context is shortened: a conversation loses its oldest "
                + "messages, then the beginning of the last one, and a text its tokens behind the first `num_keep`. "
                + "Else it is refused.",
            default: true
        )
        static let shift = Field<Bool?>(
            "shift",
            "Taken for the sake of clients, without effect: an answer that fills the context ends there, with "
                + "`done_reason` `length`. llama-server shifts for all requests or none: `--context-shift` in a model's "
                + "`server_args` has it shift."
        )
        static let rendersOnly = Field<Bool>(
            "_debug_render_only",
            "Whether the prompt is answered that the model would get, instead of an answer to it.",
            default: false
        )
    }
}
