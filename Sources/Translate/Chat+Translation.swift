package import Schema

/// Why a request cannot be put into another dialect's words.
package struct TranslationFault: Error, Hashable, Sendable {
    /// Where, and what is wrong with it.
    package let violation: Violation
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
        for key in ["temperature", "top_p", "top_k", "max_tokens", "seed"] {
            guard let value = request.members[key], value != .null else { continue }
            members[key] = value
        }
    }

    private mutating func translate(_ options: Ollama.Options?) {
        guard let options else { return }
        for option in Ollama.Options.names {
            guard let value = options.members[option.ours], value != .null else { continue }
            members[option.child] = option.isWhole ? Self.whole(value, for: option.ours) : value
        }
        if let stop = options.stop?.json { members["stop"] = stop.string.map { [.string($0)] } ?? stop }
    }

    /// A whole number as llama-server takes it: a fraction is cut off, as Ollama does, and what only Ollama says by a
    /// number below zero is said in another way.
    private static func whole(_ value: JSON, for option: String) -> JSON {
        // Beyond 64 bits the spelling is left to the child: it knows its limits.
        guard let number = value.int ?? value.double.flatMap({ Int(exactly: $0.rounded(.towardZero)) }) else {
            return value
        }
        return switch option {
        case "num_predict": .number(max(number, -1))
        // Longer than any context; llama-server has no number that means the whole one.
        case "repeat_last_n": .number(number < 0 ? 131_072 : number)
        default: .number(number)
        }
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
            self.type = "json_object"
        } else {
            self.type = "json_schema"
            self.jsonSchema = ["name": "schema", "schema": format.json]
        }
    }
}
