import HTTP
import NIOHTTP1

extension Exchange {
    /// The name by which a client can speak of this request; `nil` for those that have none.
    var requestID: String? { standingHeaders["request-id"].first }

    /// Gives the request a name, which every answer to it carries, where the clients of a dialect read one.
    ///
    /// Source: Anthropic, "Errors", "Request id"; OpenAI, "Debugging requests".
    func nameRequest(in dialect: Dialect) {
        let header: String
        switch dialect {
        case .anthropic: header = "request-id"
        case .openAI: header = "x-request-id"
        case .ollama: return
        }
        standingHeaders.replaceOrAdd(
            name: header,
            value: "req_" + String(UInt64.random(in: 0 ... .max), radix: 36)
        )
    }
}

extension Dialect {
    /// Whose words a client knows: some paths are OpenAI's as well as Anthropic's.
    func known(to request: Request) -> Dialect {
        self == .openAI && request.isFromAnthropic ? .anthropic : self
    }
}

extension Request {
    /// Whether the client is one of Anthropic's.
    var isFromAnthropic: Bool { headers.contains(name: "anthropic-version") }
}
