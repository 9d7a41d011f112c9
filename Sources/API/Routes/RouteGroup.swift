/// A group of routes: what the document puts together, and what `--api` selects.
package enum RouteGroup: String, CaseIterable, Sendable {
    case openAI
    case anthropic
    case llamaServer
    case ollama
    case pool
    case service

    /// Whose words its errors are put into; Paddock's own routes have OpenAI's.
    var dialect: Dialect {
        switch self {
        case .openAI, .llamaServer, .pool, .service: .openAI
        case .anthropic: .anthropic
        case .ollama: .ollama
        }
    }
}
