import Schema

/// How likely tokens were, in the words of a response.
struct ResponseLogprobs {
    /// One for each token.
    let tokens: [JSON]

    /// Takes those of a chat's event.
    init(_ logprobs: JSON?) {
        tokens = (logprobs?["content"]?.array ?? []).map { token in
            var entry = Self.entry(token)
            entry["top_logprobs"] = .array((token["top_logprobs"]?.array ?? []).map { .object(Self.entry($0)) })
            return .object(entry)
        }
    }

    private static func entry(_ token: JSON) -> JSONObject {
        let text = token["token"]?.string ?? ""
        return [
            "token": .string(text), "logprob": token["logprob"] ?? 0,
            "bytes": token["bytes"] ?? .array(text.utf8.map { .number(Int($0)) }),
        ]
    }
}
