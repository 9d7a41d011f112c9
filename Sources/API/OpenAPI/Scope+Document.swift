import Router
import Schema

extension Scope {
    /// The ways in which a key is sent, for the document.
    static var schemes: JSON {
        [
            bearer: [
                "type": "http", "scheme": "bearer",
                "description": "A key of `api_keys` in models.yaml. A server without keys asks for none.",
            ],
            header: [
                "type": "apiKey", "in": "header", "name": "x-api-key",
                "description": "The same, as clients of Anthropic send it.",
            ],
        ]
    }

    /// What an operation asks for: a key in one of the ways, or none where the server has no keys.
    ///
    /// Source: OpenAPI Specification 3.1.1, "Security Requirement Object": a scheme may name the roles that are needed.
    var security: JSON {
        let roles: JSON = [.string(rawValue)]
        return [[Self.bearer: roles], [Self.header: roles], [:]]
    }

    /// What goes wrong without a key that is good for it.
    var problems: [Problem.Code] { [.invalidAPIKey, .permissionDenied] }

    private static let bearer = "bearer"
    private static let header = "apiKey"
}
