import HTTP
import Schema

/// Why a server has not done what it was asked to.
struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// A sentence for people.
    let description: String
    /// The status that came; `nil` when none did, or the answer broke off behind a good one.
    var status: Int?

    init(_ description: String, status: Int? = nil) {
        self.description = description
        self.status = status
    }

    /// No answer, or not all of it, has come.
    init(_ failure: UpstreamFailure, from address: ServerAddress) {
        switch failure {
        case .notConnected:
            self.init(
                "no server answers at \(address); start one with 'paddock serve', or say with --host or PADDOCK_HOST where one is"
            )
        case .connectionLost: self.init("the server at \(address) broke off in the middle of its answer")
        case .malformed: self.init("what answers at \(address) is no server of models")
        }
    }

    /// The server has said no.
    ///
    /// - Parameters:
    ///   - status: Its status.
    ///   - body: Its words: in JSON as Ollama or OpenAI spell errors, or plain.
    init(status: Int, body: [UInt8]) {
        let json = try? JSON(parsing: body)
        let text = String(decoding: body, as: UTF8.self)
        let plain =
            json == nil && text.utf8.count < 500 ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : ""
        let sentence = json.flatMap(Self.sentence(of:)) ?? plain
        let help = status == 401 ? " The commands send what PADDOCK_API_KEY holds." : ""
        self.init((sentence.isEmpty ? "the server answered with status \(status)" : sentence) + help, status: status)
    }

    /// The words of an error: `{"error":"…"}` or `{"error":{"message":"…"}}`; `nil` when this is none.
    static func sentence(of json: JSON) -> String? {
        let error = json["error"]
        return (error?.string ?? error?["message"]?.string)?.harmless
    }
}
