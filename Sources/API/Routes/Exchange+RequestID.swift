import HTTP
import NIOHTTP1
import Synchronization

extension Exchange {
    /// Gives the request a name, which every answer to it carries, and the log, where the clients of a dialect read one.
    ///
    /// Source: Anthropic, "Errors", "Request id"; OpenAI, "Debugging requests".
    func nameRequest(in dialect: Dialect) {
        let header: String
        switch dialect {
        case .anthropic: header = "request-id"
        case .openAI: header = "x-request-id"
        case .ollama: return
        }
        let name = RequestNames.next()
        requestID = name
        standingHeaders.replaceOrAdd(name: header, value: name)
    }
}

/// Names of requests, none of them twice in a run.
private enum RequestNames {
    private static let last = Atomic(UInt64.random(in: 0 ... .max))

    /// The next name.
    ///
    /// The system's random numbers would cost a call of the kernel for every request; these come from one such number by
    /// steps that visit every other before they repeat, and are scattered so that they do not look like a count.
    ///
    /// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators", figure 10.
    static func next() -> String {
        var bits = last.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return "req_" + String(bits ^ bits >> 31, radix: 36)
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
