/// An address on the web, in its parts.
struct WebAddress: Hashable, Sendable {
    /// `http` or `https`.
    let scheme: String
    /// Host, and the port if there is one.
    let authority: String
    /// What follows, with the slash at its front; without a query.
    let path: String

    /// Reads an address; `nil` when it is none, or of another scheme.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].hasPrefix("//"), ["http", "https"].contains(parts[0].lowercased()) else {
            return nil
        }
        let rest = parts[1].dropFirst(2)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains("@"), !text.contains(where: \.isWhitespace) else { return nil }
        scheme = parts[0].lowercased()
        self.authority = authority.lowercased()
        path = String(rest[authority.endIndex...].prefix { !"?#".contains($0) })
    }

    /// Whether nobody on the way can read it.
    var isEncrypted: Bool { scheme == "https" }

    /// The host alone.
    var host: String {
        // The colons of an IPv6 address stand in brackets.
        guard !authority.hasSuffix("]"), let colon = authority.lastIndex(of: ":") else { return authority }
        return String(authority[..<colon])
    }

    /// A text as a part of a path: all but what needs no escaping is escaped, slashes are kept.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return escaped
    }
}
