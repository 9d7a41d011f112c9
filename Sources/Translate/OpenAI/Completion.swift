package import Schema

extension OpenAI {
    /// Source: OpenAI, "Create completion"; llama.cpp, `tools/server/README.md` for what OpenAI does not know.
    package struct CompletionRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let prompt = Field<Prompt>("prompt", "A text, a list of tokens, or several of both.")
            package let stream = RequestFields.stream
            package let streamOptions = RequestFields.streamOptions
            package let maxTokens = Field<Int?>(
                "max_tokens",
                "The most tokens to answer; -1 for no limit, as is leaving it out.",
                in: -1...Int(Int32.max)
            )
            package let temperature = RequestFields.temperature
            package let topP = RequestFields.topP
            package let topK = RequestFields.topK
            package let minP = RequestFields.minP
            package let repeatPenalty = RequestFields.repeatPenalty
            package let repetitionPenalty = RequestFields.repetitionPenalty
            package let repetitionContextSize = RequestFields.repetitionContextSize
            package let frequencyPenalty = RequestFields.frequencyPenalty
            package let presencePenalty = RequestFields.presencePenalty
            package let seed = RequestFields.seed
            package let stop = RequestFields.stop
            package let count = Field<Int?>("n", "How many answers to make for each prompt.", in: 1...128)
            package let bestOf = Field<Int?>(
                "best_of",
                "How many answers to choose from; more than `n` are refused.",
                in: 1...128
            )
            package let logprobs = Field<Int?>(
                "logprobs",
                "How many of the likeliest tokens to tell at each place; 0 for none.",
                in: 0...Int(Int32.max)
            )
            package let logitBias = RequestFields.logitBias
            package let echo = Field<Bool?>("echo", "Whether the answer begins with the prompt; true is refused.")
                .only(false, "must be false: prompts are not repeated")
            package let suffix = Field<String?>(
                "suffix",
                "What follows the answer. A text is refused here: `POST /infill` fills gaps."
            )
            .only("", "must be empty: POST /infill fills gaps")
            package let user = RequestFields.user
            package let keepAlive = RequestFields.keepAlive
        }
        package static let description = Description(
            "A text to be continued. Fields that are not listed are passed to llama-server as they are.",
            Fields(),
            demands: [
                .checked("stream_options", needs: "stream"),
                .checked("best_of") { count, read in
                    guard let count = count.int, count > read("n")?.int ?? 1 else { return [] }
                    return [Violation(place: "best_of", text: "must not be more than n: all answers are given")]
                },
            ],
            example: #"{"model":"smollm2","prompt":"Three colours are","max_tokens":20}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What can be continued.
    package struct Prompt: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { rule(or: []) }
        package init?(json: JSON) { self.json = json }

        /// What can be continued where there are other kinds of prompt besides texts and tokens.
        static func rule(or others: [Rule]) -> Rule {
            // Tokens side by side are one prompt, which has no lists in it.
            let pieces = Rule.list(.either([String.rule, .integer(0...Int(Int32.max))]), count: 1 ... .max)
            return .either(
                [String.rule, pieces, .list(.either([String.rule, pieces] + others), count: 1 ... .max)] + others
            )
        }
    }

    /// Source: OpenAI, "The completion object"; the elements of a stream have the same form.
    package struct CompletionAnswer: Shape {
        package struct Fields {
            package let choices = Field<[CompletionChoice]>(
                "choices",
                "The answers, prompt by prompt; one for each unless `n` asked for more."
            )
            package let created = Field<Int>("created", "When it was made, in seconds since 1970.")
            package let model = Field<String>("model", "The model's id.")
            package let systemFingerprint = Field<String?>("system_fingerprint", "The build of llama-server.")
            package let object = Field<String>("object", "Always `text_completion`.")
            package let usage = Field<Usage?>("usage", "The tokens that were used.")
            package let id = Field<String>("id", "The answer's own name; the same in all elements of a stream.")
            package let timings = Field<JSON?>(
                "timings",
                "llama-server: how long reading and writing took, in milliseconds."
            )
        }
        package static let description = Description(
            "How a text goes on.",
            Fields(),
            example: """
                {"choices":[{"text":" red, green and blue.","index":0,"logprobs":null,"finish_reason":"stop"}],\
                "created":1764000000,"model":"smollm2","system_fingerprint":"b11434","object":"text_completion",\
                "usage":{"completion_tokens":6,"prompt_tokens":3,"total_tokens":9},"id":"chatcmpl-1",\
                "timings":{"cache_n":0,"prompt_n":3,"prompt_ms":90.5,"predicted_n":6,"predicted_ms":200.5}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// How a text goes on, once of several times.
    package struct CompletionChoice: Shape {
        package struct Fields {
            package let text = Field<String>("text", "The text.")
            package let index = Field<Int>("index", "Which of several answers, from 0.")
            package let logprobs = Field<CompletionLogprobs?>("logprobs", "How likely each token was.")
            package let finishReason = Field<String?>(
                "finish_reason",
                "`stop` or `length`; null in a stream that goes on."
            )
        }
        package static let description = Description("How a text goes on, once of several times.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}

extension OpenAI.Prompt {
    /// Whether these are several prompts; texts and tokens side by side are one.
    package var isSeveral: Bool {
        guard let elements = json.array else { return false }
        return !elements.contains { $0.int != nil }
    }
}
