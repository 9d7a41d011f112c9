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
    }

    /// Takes a body that came with another status than 200.
    package init(status: Int, body: [UInt8]) {
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
        let said = error["code"]?.int.flatMap { (400...599).contains($0) ? $0 : nil } ?? max(status, 500)
        let isMistake = Self.mistakes.contains { message.contains($0) }
        let type = error["type"]?.string
        self = .refused(
            Refusal(
                status: said >= 500 && isMistake ? 400 : said,
                message: message,
                type: isMistake ? "invalid_request_error" : type
            )
        )
    }

    /// Parts of sentences by which llama-server reports a client's mistake as a failure of its own.
    ///
    /// Source: llama-server, answers of status 500 seen with build b11434.
    private static let mistakes = [
        "image input is not supported", "audio input is not supported", "does not support logits computation",
        "is too large to process", "'messages' is required",
    ]
}
