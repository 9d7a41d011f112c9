package import Schema

extension Digest: FieldValue {
    package static var rule: Rule {
        var text = TextRule()
        text.pattern = "^sha256[:-][0-9a-fA-F]{64}$"
        // Source: Ollama, `types/model/digest.go`.
        text.fault = { Digest($0) == nil ? "invalid digest format" : nil }
        text.isFaultKnown = true
        return .text(text)
    }

    package init?(json: JSON) {
        guard let digest = json.string.flatMap({ Digest($0) }) else { return nil }
        self = digest
    }

    package var json: JSON { .string(description) }
}
