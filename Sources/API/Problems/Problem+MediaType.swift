import HTTP
import NIOCore
import NIOHTTP1

extension Problem {
    /// What is said of a body that is not JSON, where the request's headers tell why.
    ///
    /// Only such a body is looked at: what can be read is welcome, whatever its headers say.
    func explained(by request: Request) -> Problem {
        guard code == .invalidJSON, request.body.readableBytes > 0 else { return self }
        if let encoding = request.headers.first(name: "Content-Encoding"), encoding.lowercased() != "identity" {
            let sentence = "The body is compressed (Content-Encoding: \(encoding)); send the JSON as it is."
            return Problem(.unsupportedMediaType, sentence)
        }
        guard let type = request.headers.first(name: "Content-Type"),
            type.lowercased().hasPrefix(InputDescription.form)
        else { return self }
        let sentence = "The body is a form; send JSON. POST /v1/chat/completions/multipart takes a form with pictures."
        return Problem(.unsupportedMediaType, sentence)
    }
}
