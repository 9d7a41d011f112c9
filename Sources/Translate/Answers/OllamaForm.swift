import Schema

/// Which of Ollama's two kinds of answer is made.
package enum OllamaForm: Sendable {
    /// The next message of a conversation.
    case chat
    /// A text.
    case generate

    /// What stands around the text of a line, from the end of the time on.
    var frame: (opening: StaticString, closing: StaticString) {
        switch self {
        case .chat: (#"","message":{"role":"assistant","content":""#, "\"},\"done\":false}\n")
        case .generate: (#"","response":""#, "\",\"done\":false}\n")
        }
    }

    /// An answer in this form.
    func json(_ answer: Ollama.ChatAnswer) -> JSON {
        switch self {
        case .chat: answer.json
        case .generate: Ollama.GenerateAnswer(answer).json
        }
    }
}

/// Which of the child's streams an answer is made from.
package enum AnswerSource: Sendable {
    /// That of `/v1/chat/completions`.
    case chat
    /// That of `/completion` or `/infill`; `prompt` holds the tokens of the prompt when the caller wants all tokens.
    case completion(prompt: [Int]?)
}
