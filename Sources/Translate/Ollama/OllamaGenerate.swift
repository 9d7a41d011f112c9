package import Schema

extension Ollama {
    /// Source: Ollama, docs/api.md, "Generate a completion".
    package struct GenerateRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let prompt = Field<String>(
                "prompt",
                "The text to be answered; empty only loads the model, or with `keep_alive` 0 unloads it.",
                default: ""
            )
            package let suffix = Field<String?>("suffix", "What follows the text that is to be filled in.")
            package let images = Field<[String]?>("images", "Pictures in base64, with or without a `data:` head.")
            package let system = Field<String?>("system", "Replaces the model's own instructions.")
            package let template = Field<String?>(
                "template",
                "A template of Go's kind that makes the prompt, instead of the model's."
            )
            package let context = Field<[Int]?>(
                "context",
                "The tokens of an earlier answer, to go on from; conversations belong to `/api/chat`."
            )
            package let raw = Field<Bool>("raw", "Whether the prompt goes to the model as it is.", default: false)
            package let format = RequestFields.format
            package let stream = RequestFields.stream
            package let keepAlive = RequestFields.keepAlive
            package let options = RequestFields.options
            package let think = RequestFields.think
            package let logprobs = RequestFields.logprobs
            package let topLogprobs = RequestFields.topLogprobs
            package let truncate = RequestFields.truncate
            package let shift = RequestFields.shift
            package let rendersOnly = RequestFields.rendersOnly
        }
        package static let description = Description(
            "A text to be answered or continued, in Ollama's words.",
            Fields(),
            example: #"{"model":"smollm2","prompt":"Name three colours.","options":{"num_predict":40}}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// An answer to a text, or one line of a streamed one.
    ///
    /// Source: Ollama, docs/api.md, "Generate a completion".
    package struct GenerateAnswer: Shape {
        package struct Fields {
            package let model = AnswerFields.model
            package let createdAt = AnswerFields.createdAt
            package let response = Field<String>("response", "The text; in a stream, the next piece of it.")
            package let thinking = Field<String?>("thinking", "What the model thought before.")
            package let done = AnswerFields.done
            package let doneReason = AnswerFields.doneReason
            package let context = Field<[Int]?>("context", "The tokens of prompt and answer, to go on from.")
            package let totalDuration = AnswerFields.totalDuration
            package let loadDuration = AnswerFields.loadDuration
            package let promptEvalCount = AnswerFields.promptEvalCount
            package let promptEvalDuration = AnswerFields.promptEvalDuration
            package let evalCount = AnswerFields.evalCount
            package let evalDuration = AnswerFields.evalDuration
            package let logprobs = AnswerFields.logprobs
        }
        package static let description = Description(
            "An answer in Ollama's words, or one line of it.",
            Fields(),
            example: """
                {"model":"smollm2","created_at":"2026-08-21T09:30:00.25Z","response":"Red, green, blue.","done":true,\
                "done_reason":"stop","total_duration":300000000,"load_duration":1000000,\
                "prompt_eval_count":21,"prompt_eval_duration":90000000,"eval_count":7,"eval_duration":200000000}
                """
        )
        package var members = JSONObject()
        package init() {}
    }
}

extension Ollama.GenerateRequest {
    /// Whether it only wants the model to be loaded.
    package var isLoad: Bool { isEmpty && !isUnload }

    /// Whether it only wants the model to leave.
    package var isUnload: Bool { isEmpty && self.keepAlive == .duration(.zero) }

    private var isEmpty: Bool { self.prompt.isEmpty && self.suffix ?? "" == "" && self.images?.isEmpty != false }

    /// The same as a conversation: the instructions, what was said before, and the prompt.
    ///
    /// - Parameters:
    ///   - system: The model's own instructions.
    ///   - history: What stands before every conversation with this model.
    /// - Returns: The conversation.
    package func conversation(system: String = "", history: [Ollama.Message] = []) -> Ollama.ChatRequest {
        var chat = Ollama.ChatRequest()
        let passedOn = [
            "model", "format", "stream", "keep_alive", "options", "think", "logprobs", "top_logprobs", "truncate",
            "_debug_render_only",
        ]
        for key in passedOn { chat.members[key] = members[key] }
        var question = Ollama.Message(saying: self.prompt, as: "user")
        question.images = self.images
        let instructions = self.system ?? system
        chat.messages =
            (instructions.isEmpty ? [] : [Ollama.Message(saying: instructions, as: "system")])
            + history + [question]
        return chat
    }
}

extension Ollama.Message {
    /// A message of text.
    package init(saying text: String, as role: String) {
        self.init()
        self.role = role
        self.content = OpenAI.Content(json: .string(text))
    }
}

extension Ollama.GenerateAnswer {
    /// The answer to a request that only wanted the model to be loaded, or to leave.
    ///
    /// - Parameters:
    ///   - reason: `load` or `unload`.
    ///   - model: The model, as the request spelled it.
    ///   - now: The time.
    package init(only reason: String, _ model: String, at now: Timestamp) {
        self.init(Ollama.ChatAnswer(only: reason, model, at: now))
    }

    /// The same in the words of this answer.
    init(_ answer: Ollama.ChatAnswer) {
        self.init()
        for member in answer.members.members {
            guard member.key == "message" else {
                members[member.key] = member.value
                continue
            }
            members["response"] = member.value["content"]
            members["thinking"] = member.value["thinking"]
            members["tool_calls"] = member.value["tool_calls"]
        }
    }
}
