import Providers
import Router

extension Problem {
    /// A request without a key.
    static var missingKey: Problem {
        Problem(
            .invalidAPIKey,
            "This server asks for an API key: send it as 'Authorization: Bearer KEY' or as 'x-api-key: KEY'."
        )
    }

    /// A request with a key that the server does not know.
    static var unknownKey: Problem { Problem(.invalidAPIKey, "The API key is none of this server's.") }

    /// A request with a key that is good for other things.
    static func missingScope(_ scope: Scope, of key: String, for operation: String) -> Problem {
        Problem(
            .permissionDenied,
            "The API key '\(key)' does not have the scope '\(scope.rawValue)', which \(operation) needs."
        )
    }

    /// A request for a model that the key is not good for.
    static func modelNotAllowed(_ model: ModelID, for key: String) -> Problem {
        Problem(.permissionDenied, "The API key '\(key)' may not use model '\(model)'.", parameter: "model")
    }
}
