import Schema

/// Whose words an answer is put into when something goes wrong.
package enum Dialect: CaseIterable, Sendable {
    case openAI
    case anthropic
    case ollama

    /// The dialect that owns a path, also one that is not served.
    init(path: Substring) {
        self = path.isWithin("/api") ? .ollama : path.isWithin("/v1/messages") ? .anthropic : .openAI
    }
}

extension Substring {
    /// Whether it is a path, or one below it.
    fileprivate func isWithin(_ path: String) -> Bool {
        hasPrefix(path) && (count == path.count || dropFirst(path.count).first == "/")
    }
}

extension Problem {
    /// The body that clients of a dialect expect.
    ///
    /// - Parameters:
    ///   - dialect: The dialect.
    ///   - requestID: The name by which a client can speak of the request; only Anthropic's know one.
    /// - Returns: The body.
    func body(in dialect: Dialect, requestID: String? = nil) -> JSON {
        switch dialect {
        case .ollama: ["error": .string(ollamaText ?? message)]
        case .anthropic:
            anthropicBody(requestID)
        case .openAI:
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

    private func anthropicBody(_ requestID: String?) -> JSON {
        var body: JSONObject = [
            "type": "error", "error": ["type": .string(anthropicType), "message": .string(message)],
        ]
        body["request_id"] = requestID.map(JSON.string)
        return .object(body)
    }

    /// Source: OpenAI, "Error codes".
    private var openAIType: String {
        switch (code, status) {
        case (.notFound, _): "not_found_error"
        case (.permissionDenied, _): "permission_error"
        case (_, 503): "service_unavailable"
        case (_, 500...): "server_error"
        default: "invalid_request_error"
        }
    }

    /// Source: Anthropic, "Errors".
    private var anthropicType: String {
        switch status(in: .anthropic) {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413, 431: "request_too_large"
        case 429: "rate_limit_error"
        case 529: "overloaded_error"
        case 504: "timeout_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }

    /// The bytes that end a stream that has begun, with its dialect's framing.
    func streamEnd(in dialect: Dialect) -> [UInt8] {
        let body = body(in: dialect).bytes
        return switch dialect {
        case .ollama: body + "\n".utf8
        case .anthropic: Array("event: error\ndata: ".utf8) + body + "\n\n".utf8
        case .openAI: Array("data: ".utf8) + body + "\n\ndata: [DONE]\n\n".utf8
        }
    }
}

extension Problem {
    /// The HTTP status for clients of a dialect.
    func status(in dialect: Dialect) -> Int { childStatus ?? code.status(in: dialect) }
}

extension Problem.Code {
    /// The HTTP status for clients of a dialect.
    ///
    /// Source: Anthropic, "Errors": 529, by which its clients know an overload.
    func status(in dialect: Dialect) -> Int {
        dialect == .anthropic && self == .modelOverloaded ? 529 : status
    }
}
