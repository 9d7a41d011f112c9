package import Schema

extension Ollama.ChatRequest {
    /// The body for `/apply-template`, which makes a prompt of a conversation.
    ///
    /// - Throws: ``TranslationFault`` that names what cannot be translated.
    package func rendering() throws(TranslationFault) -> JSON {
        let translated = try OpenAI.ChatRequest(translating: self)
        var members: JSONObject = ["messages": translated.members["messages"] ?? []]
        for key in ["tools", "chat_template_kwargs"] { members[key] = translated.members[key] }
        return .object(members)
    }
}

extension Ollama.GenerateRequest {
    /// The body for `/completion`, which continues a prompt as it is.
    ///
    /// - Parameter prompt: A text, or a list of tokens and texts.
    /// - Returns: The body.
    package func completion(of prompt: JSON) -> JSON {
        var members = common
        members["prompt"] = prompt
        return .object(members)
    }

    /// The body for `/infill`, which fills in what stands between the prompt and the suffix.
    package var infill: JSON {
        var members = common
        members["input_prefix"] = .string(self.prompt)
        members["input_suffix"] = .string(self.suffix ?? "")
        return .object(members)
    }

    private var common: JSONObject {
        var members = self.options?.inChild ?? [:]
        if let format = self.format?.json, format != "" {
            members["json_schema"] = format.string == nil ? format : ["type": "object"]
        }
        if self.logprobs == true { members["n_probs"] = .number(max(1, self.topLogprobs ?? 0)) }
        members["stream"] = true
        members["cache_prompt"] = true
        members["return_tokens"] = true
        return members
    }
}
