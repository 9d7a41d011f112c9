package import Schema

/// Why a request cannot be put into another dialect's words.
package struct TranslationFault: Error, Hashable, Sendable {
    /// Where, and what is wrong with it.
    package let violation: Violation

    /// The same where the only message was made of a text and its pictures: `images[0]` is what the client knows.
    package var inText: TranslationFault {
        guard let end = violation.place.firstIndex(of: "]"), violation.place.hasPrefix("messages[") else { return self }
        let place = String(violation.place[end...].dropFirst(2))
        return TranslationFault(
            violation: Violation(place: place, text: violation.text, sentence: violation.sentence)
        )
    }
}

extension OpenAI.ChatRequest {
    /// Puts a request of Ollama's into OpenAI's words, as far as llama-server knows them.
    ///
    /// It always asks for a stream: llama-server notices at once when the reader of a stream leaves.
    /// - Throws: ``TranslationFault`` that names what cannot be translated.
    package init(translating request: Ollama.ChatRequest) throws(TranslationFault) {
        self.init()
        self.model = request.model
        members["messages"] = .array(try Self.messages(of: request.messages))
        self.tools = request.tools
        self.responseFormat = request.format.flatMap(OpenAI.ResponseFormat.init(translating:))
        translateTopLevel(of: request)
        translate(request.options)
        if let think = request.think { translate(think) }
        if request.logprobs == true {
            self.logprobs = true
            self.topLogprobs = max(1, request.topLogprobs ?? 0)
        }
        self.stream = true
        members["cache_prompt"] = true
    }

    /// Some clients put what belongs into `options` beside it, in OpenAI's words; `options` wins.
    private mutating func translateTopLevel(of request: Ollama.ChatRequest) {
        var options = Ollama.Options()
        for key in ["temperature", "top_p", "top_k", "seed"] { options.members[key] = request.members[key] }
        options.members["num_predict"] = request.members["max_tokens"]
        translate(options)
    }

    private mutating func translate(_ options: Ollama.Options?) {
        for member in options?.inChild.members ?? [] { members[member.key] = member.value }
    }

    private mutating func translate(_ think: Ollama.Think) {
        members["chat_template_kwargs"] = ["enable_thinking": .bool(think.json.bool ?? true)]
        if let effort = think.json.string { members["reasoning_effort"] = .string(effort) }
    }
}

extension OpenAI.ResponseFormat {
    /// Puts Ollama's `format` into OpenAI's words; `nil` for the empty one.
    fileprivate init?(translating format: Ollama.Format) {
        self.init()
        if let word = format.json.string {
            guard !word.isEmpty else { return nil }
            self.type = .jsonObject
        } else {
            self.type = .jsonSchema
            self.jsonSchema = ["name": "schema", "schema": format.json]
        }
    }
}
