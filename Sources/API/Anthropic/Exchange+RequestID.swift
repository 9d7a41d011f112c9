import HTTP
import NIOHTTP1

extension Exchange {
    private static let header = "request-id"

    /// The name by which a client can speak of this request; `nil` for those that have none.
    var requestID: String? { standingHeaders[Self.header].first }

    /// Gives the request a name, which every answer to it carries.
    ///
    /// Source: Anthropic, "Errors", "Request id".
    func nameRequest() {
        standingHeaders.replaceOrAdd(
            name: Self.header,
            value: "req_" + String(UInt64.random(in: 0 ... .max), radix: 36)
        )
    }
}

extension Incoming {
    /// Whether the client is one of Anthropic's.
    var isFromAnthropic: Bool { request.headers.contains(name: "anthropic-version") }
}
