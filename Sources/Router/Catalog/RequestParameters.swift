package import Schema

/// What holds for requests to a model that do not say it themselves.
package struct RequestParameters: Shape {
    package struct Fields {
        package let temperature = Field<Double?>(
            "temperature",
            "How freely the next token is chosen; 0 always takes the likeliest.",
            in: 0...2
        )
        package let topK = Field<Int?>(
            "top_k",
            "Among how many of the likeliest tokens it is chosen; 0 means all.",
            in: 0...limit
        )
        package let topP = Field<Double?>(
            "top_p",
            "How much of the likelihood the tokens have together among which it is chosen.",
            in: 0...1
        )
        package let minP = Field<Double?>(
            "min_p",
            "How likely a token must at least be, measured by the likeliest one.",
            in: 0...1
        )
        package let repetitionPenalty = Field<Double?>(
            "repetition_penalty",
            "What divides the likelihood of tokens that have just been used; 1 changes nothing.",
            in: 0.1...2
        )
        package let repetitionContextSize = Field<Int?>(
            "repetition_context_size",
            "How many tokens back count as just used.",
            in: 1...limit
        )
        package let frequencyPenalty = Field<Double?>(
            "frequency_penalty",
            "Above 0, the more often a word came, the less likely it becomes.",
            in: -2...2
        )
        package let presencePenalty = Field<Double?>(
            "presence_penalty",
            "Above 0, words that came before become less likely.",
            in: -2...2
        )
        package let seed = Field<Int?>("seed", "Where chance begins; the same seed gives the same answer.")
        package let maxTokens = Field<Int?>(
            "max_tokens",
            "The most tokens that an answer may have.",
            in: 1...limit
        )
        package let stop = Field<[String]?>("stop", "Texts that end an answer.")
        package let user = Field<String?>("user", "Who asks, for models that are served elsewhere.")
        package let systemPrompt = Field<String?>(
            "system_prompt",
            "Instructions for conversations that begin with none."
        )

        /// The most that llama-server can count to.
        private static let limit = Int(Int32.max)
    }
    package static let description = Description(
        "What holds for requests to a model that do not say it themselves.",
        Fields(),
        keepsUnknown: false,
        example: #"{"temperature":0.3,"stop":["\n\n"],"system_prompt":"Answer in one sentence."}"#
    )
    package var members = JSONObject()

    package init() {}
}
