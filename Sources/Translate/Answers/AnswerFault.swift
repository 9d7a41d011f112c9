import Schema

/// Why there is no answer, or no more of it.
package enum AnswerFault: Error, Hashable, Sendable {
    /// The child said why.
    case refused(Refusal)
    /// The child's answer ended before it was complete.
    case connectionLost

    /// What a child says instead of an answer.
    package struct Refusal: Hashable, Sendable {
        /// The status that fits, from 400.
        package let status: Int
        /// The sentence.
        package let message: String
        /// The kind, in llama-server's words; `nil` when it gave none.
        package let type: String?
        /// The tokens that the prompt had, and those that there was room for; `nil` when it said nothing of them.
        package var tokens: Tokens?

        /// How long a prompt was, and how long it may be.
        package struct Tokens: Hashable, Sendable {
            /// Those of the prompt.
            package let needed: Int
            /// Those that there was room for.
            package let limit: Int

            /// States both.
            package init(needed: Int, limit: Int) {
                (self.needed, self.limit) = (needed, limit)
            }
        }

        /// Notes what was said.
        package init(status: Int, message: String, type: String?) {
            self.status = status
            self.message = message
            self.type = type
        }
    }

    /// Takes a body that came with another status than 200.
    package init(status: Int, body: [UInt8]) {
        let status = Self.statuses.contains(status) ? status : 500
        guard let json = try? JSON(parsing: body) else {
            let text = String(decoding: body, as: UTF8.self)
            self = .refused(
                Refusal(status: status, message: text.isEmpty ? "The model's server gave no reason." : text, type: nil)
            )
            return
        }
        self.init(json, status: status)
    }

    /// Takes the error object of a body, or of an event in mid-stream.
    init(_ json: JSON, status: Int) {
        let error = json["error"] ?? json
        let message = error["message"]?.string ?? error.string ?? error.text
        let code = error["code"]?.int ?? error["code"]?.string.flatMap { Int($0) }
        let said = code.flatMap { Self.statuses.contains($0) ? $0 : nil } ?? status
        guard said == 500, let mistake = Self.mistakes.first(where: { message.contains($0.words) }) else {
            var refusal = Refusal(status: said, message: message, type: error["type"]?.string)
            if let needed = error["n_prompt_tokens"]?.int, let limit = error["n_ctx"]?.int {
                refusal.tokens = Refusal.Tokens(needed: needed, limit: limit)
            }
            self = .refused(refusal)
            return
        }
        var refusal = Refusal(status: 400, message: message, type: mistake.type)
        let numbers = message.split { !$0.isNumber }.compactMap { Int($0) }
        // "input (802 tokens) is too large to process. … (current batch size: 512)"
        if mistake.type == "exceed_context_size_error", numbers.count == 2 {
            refusal.tokens = Refusal.Tokens(needed: numbers[0], limit: numbers[1])
        }
        self = .refused(refusal)
    }

    /// The statuses that tell of an error.
    private static let statuses = 400...599

    /// Parts of sentences by which llama-server reports a client's mistake as a failure of its own, and what it is.
    ///
    /// Source: llama-server, answers of status 500 seen with build b11434.
    private static let mistakes = [
        (words: "image input is not supported", type: "not_supported_error"),
        (words: "audio input is not supported", type: "not_supported_error"),
        (words: "video input is not supported", type: "not_supported_error"),
        (words: "does not support logits computation", type: "not_supported_error"),
        (words: "is too large to process", type: "exceed_context_size_error"),
        (words: "'messages' is required", type: "invalid_request_error"),
    ]
}
