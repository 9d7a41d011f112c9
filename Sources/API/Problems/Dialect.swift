import Schema

/// Whose words a route speaks.
package enum Dialect: String, CaseIterable, Sendable {
    case openAI
    case ollama
    /// Paddock's own routes; their errors have OpenAI's shape.
    case service

    /// The dialect that owns a path, also one that is not served.
    init(path: Substring) {
        self = path == "/api" || path.hasPrefix("/api/") ? .ollama : path.hasPrefix("/v1") ? .openAI : .service
    }
}

extension Problem {
    /// The body that clients of a dialect expect.
    func body(in dialect: Dialect) -> JSON {
        switch dialect {
        case .ollama: ["error": .string(ollamaText ?? message)]
        case .openAI, .service:
            [
                "error": [
                    "message": .string(message),
                    "type": .string(childType ?? openAIType),
                    "param": parameter.map(JSON.string) ?? .null,
                    "code": .string(code.rawValue),
                ]
            ]
        }
    }

    /// Source: OpenAI, "Error codes".
    private var openAIType: String {
        switch (code, status) {
        case (.notFound, _): "not_found_error"
        case (_, 503): "service_unavailable"
        case (_, 500...): "server_error"
        default: "invalid_request_error"
        }
    }

    /// The bytes that end a stream that has begun, with its dialect's framing.
    func streamEnd(in dialect: Dialect) -> [UInt8] {
        let body = body(in: dialect).bytes
        return switch dialect {
        case .ollama: body + "\n".utf8
        case .openAI, .service: Array("data: ".utf8) + body + "\n\ndata: [DONE]\n\n".utf8
        }
    }
}
