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
        /// The field of the request that is to blame, as far as is known.
        package var parameter: String?
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
        let mistake = said == 500 ? Mistake.all.first { message.contains($0.words) } : nil
        var refusal = Refusal(
            status: mistake == nil ? said : 400,
            message: mistake?.sentence ?? message,
            type: mistake?.type ?? error["type"]?.string
        )
        refusal.parameter = mistake?.parameter ?? Self.field(in: message)
        if let needed = error["n_prompt_tokens"]?.int, let limit = error["n_ctx"]?.int {
            refusal.tokens = Refusal.Tokens(needed: needed, limit: limit)
        } else if mistake?.type == "exceed_context_size_error" {
            // "input (802 tokens) is too large to process. … (current batch size: 512)"
            let numbers = message.split { !$0.isNumber }.compactMap { Int($0) }
            if numbers.count == 2 { refusal.tokens = Refusal.Tokens(needed: numbers[0], limit: numbers[1]) }
        }
        self = .refused(refusal)
    }

    /// The field that a sentence of llama-server blames: "Field 'n': Value must be between …".
    private static func field(in message: String) -> String? {
        guard message.hasPrefix("Field '") else { return nil }
        let name = message.dropFirst(7).prefix { $0 != "'" }
        return name.isEmpty ? nil : String(name)
    }

    /// The statuses that tell of an error.
    private static let statuses = 400...599
}
