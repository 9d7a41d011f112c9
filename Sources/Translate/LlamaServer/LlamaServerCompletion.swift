package import Schema

/// The wire types of llama-server's own API, as far as they are checked or made here.
///
/// Source: llama.cpp, `tools/server/README.md`.
package enum LlamaCpp {}

extension LlamaCpp {
    /// A text to be continued, in llama-server's own words.
    package struct CompletionRequest: Shape {
        package struct Fields {
            package let model = OpenAI.RequestFields.model
            package let prompt = Field<Prompt>(
                "prompt",
                "A text, a list of tokens and texts, several of them, or an object with `prompt_string`."
            )
            package let stream = OpenAI.RequestFields.stream
            package let limit = RequestFields.limit
            package let temperature = RequestFields.temperature
            package let topK = RequestFields.topK
            package let topP = OpenAI.RequestFields.topP
            package let minP = OpenAI.RequestFields.minP
            package let repeatPenalty = OpenAI.RequestFields.repeatPenalty
            package let seed = OpenAI.RequestFields.seed
            package let stop = OpenAI.RequestFields.stop
            package let cachesPrompt = RequestFields.cachesPrompt
            package let probabilities = RequestFields.probabilities
            package let tellsTokens = RequestFields.tellsTokens
            package let responseFields = RequestFields.responseFields
            package let keepAlive = OpenAI.RequestFields.keepAlive
        }
        package static let description = Description(
            "A text to be continued. Fields that are not listed are passed to llama-server as they are.",
            Fields(),
            example: #"{"model":"smollm2","prompt":"Three colours are","n_predict":20}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What can be continued: what OpenAI knows, and objects with a text and pictures in it.
    package struct Prompt: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { OpenAI.Prompt.rule(or: [PromptObject.rule]) }
        package init?(json: JSON) { self.json = json }
    }

    /// A text with pictures in it.
    package struct PromptObject: Shape {
        package struct Fields {
            package let text = Field<String>("prompt_string", "The text; a mark stands for each picture.")
            package let media = Field<[String]?>("multimodal_data", "The pictures, in base64.")
        }
        package static let description = Description("A text with pictures in it.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// A gap in a text, to be filled.
    package struct InfillRequest: Shape {
        package struct Fields {
            package let model = OpenAI.RequestFields.model
            package let prefix = Field<String>("input_prefix", "What stands before the gap.")
            package let suffix = Field<String>("input_suffix", "What stands behind it.")
            package let prompt = Field<String?>("prompt", "What the gap begins with.")
            package let extra = Field<[InfillContext]?>("input_extra", "Other files that matter.")
            package let stream = OpenAI.RequestFields.stream
            package let limit = RequestFields.limit
            package let temperature = RequestFields.temperature
            package let topK = RequestFields.topK
            package let topP = OpenAI.RequestFields.topP
            package let minP = OpenAI.RequestFields.minP
            package let repeatPenalty = OpenAI.RequestFields.repeatPenalty
            package let seed = OpenAI.RequestFields.seed
            package let stop = OpenAI.RequestFields.stop
            package let cachesPrompt = RequestFields.cachesPrompt
            package let probabilities = RequestFields.probabilities
            package let tellsTokens = RequestFields.tellsTokens
            package let responseFields = RequestFields.responseFields
            package let keepAlive = OpenAI.RequestFields.keepAlive
        }
        package static let description = Description(
            "A gap in a text, to be filled by a model made for code. Fields that are not listed are passed to "
                + "llama-server as they are.",
            Fields(),
            example:
                #"{"model":"coder","input_prefix":"def add(a, b):\n    return ","input_suffix":"\n","n_predict":20}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Another file that matters for a gap.
    package struct InfillContext: Shape {
        package struct Fields {
            package let text = Field<String>("text", "What stands in it.")
            package let filename = Field<String?>("filename", "What it is called.")
        }
        package static let description = Description("Another file that matters for a gap.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// How a text goes on, or how several do.
    package struct Continuation: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([CompletionAnswer.rule, [CompletionAnswer].rule]) }
        package init?(json: JSON) { self.json = json }
    }

    /// How a text goes on, or what fills its gap; the elements of a stream have the same form.
    package struct CompletionAnswer: Shape {
        package struct Fields {
            package let index = Field<Int?>("index", "Which of several prompts, from 0.")
            package let content = Field<String?>("content", "The text; in a stream what is new of it.")
            package let tokens = Field<[Int]?>(
                "tokens",
                "Its tokens, if they were asked for; a stream has them always."
            )
            package let isLast = Field<Bool?>("stop", "Whether nothing follows.")
            package let stopType = Field<String?>("stop_type", "Why it ended: `eos`, `word` or `limit`.")
            package let timings = Field<JSON?>("timings", "How long reading and writing took, in milliseconds.")
        }
        package static let description = Description(
            "How a text goes on. Several prompts get a list of these; the last element of a stream has all the rest.",
            Fields(),
            example: """
                {"index":0,"content":" red, green and blue.","tokens":[],"id_slot":0,"stop":true,"model":"smollm2",\
                "tokens_predicted":6,"tokens_evaluated":3,"generation_settings":{"temperature":0.8},\
                "prompt":"Three colours are","has_new_line":false,"truncated":false,"stop_type":"eos",\
                "stopping_word":"","tokens_cached":8,"timings":{"cache_n":0,"prompt_n":3,"prompt_ms":90.5,"predicted_n":6,"predicted_ms":200.5}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The fields that requests for text share.
    enum RequestFields {
        static let limit = Field<Int?>(
            "n_predict",
            "The most tokens to answer; -1 for no limit.",
            in: -1...Int(Int32.max)
        )
        static let temperature = Field<Double?>(
            "temperature",
            "How freely words are chosen; 0 or less takes the likeliest."
        )
        static let topK = Field<Int?>(
            "top_k",
            "Only so many of the likeliest words are chosen from; 0 or less for all.",
            in: Int(Int32.min)...Int(Int32.max)
        )
        static let cachesPrompt = Field<Bool?>("cache_prompt", "Whether the prompt is kept for the next request.")
        static let probabilities = Field<Int?>(
            "n_probs",
            "How many of the likeliest tokens to tell at each place; 0 for none.",
            in: 0...Int(Int32.max)
        )
        static let tellsTokens = Field<Bool?>("return_tokens", "Whether to tell the numbers of the tokens.")
        static let responseFields = Field<[String]?>("response_fields", "The only fields that the answer shall have.")
    }
}
