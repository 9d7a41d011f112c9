/// The SHA-256 of a file's bytes, as registries and their clients write it.
package struct Digest: Hashable, Sendable {
    /// 64 hex digits, small letters.
    package let hexDigits: String

    /// Reads `sha256:` or `sha256-` and 64 hex digits; `nil` for anything else.
    ///
    /// Source: Ollama, `server/images.go`: the part before the digits is told apart by letter case.
    package init?(_ text: some StringProtocol) {
        guard text.hasPrefix("sha256:") || text.hasPrefix("sha256-") else { return nil }
        self.init(hexDigits: text.dropFirst("sha256:".count))
    }

    /// Takes 64 hex digits; `nil` for anything else.
    package init?(hexDigits: some StringProtocol) {
        guard hexDigits.utf8.count == 64, hexDigits.allSatisfy(\.isHexDigit), hexDigits.utf8.allSatisfy({ $0 < 128 })
        else { return nil }
        self.hexDigits = hexDigits.lowercased()
    }

    /// The digest of bytes that have been hashed.
    package init(_ hash: SHA256) {
        hexDigits = hash.hexDigits
    }

    /// The first twelve digits, as progress lines show it.
    package var shortened: String { String(hexDigits.prefix(12)) }
}

extension Digest: CustomStringConvertible {
    /// `sha256:` and the digits.
    package var description: String { "sha256:\(hexDigits)" }
}
