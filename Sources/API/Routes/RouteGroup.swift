import Router

/// A group of routes: what the document puts together, and what `--api` selects.
package enum RouteGroup: String, CaseIterable, Sendable {
    case openAI
    case anthropic
    case llamaServer
    case ollama
    case pool
    case service

    /// What a caller's key must be good for, unless a row says otherwise; `nil`: no key is needed.
    var scope: Scope? {
        switch self {
        case .openAI, .anthropic, .llamaServer, .ollama: .infer
        case .pool: .manage
        case .service: nil
        }
    }

    /// Whose words its errors are put into; Paddock's own routes have OpenAI's.
    var dialect: Dialect {
        switch self {
        case .openAI, .llamaServer, .pool, .service: .openAI
        case .anthropic: .anthropic
        case .ollama: .ollama
        }
    }
}
