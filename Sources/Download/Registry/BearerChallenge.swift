/// A server's demand for a token, and where it is to be had.
///
/// Source: the distribution specification, "Token Authentication", and RFC 6750, section 3.
struct BearerChallenge: Hashable, Sendable {
    /// Where tokens are handed out.
    let realm: String
    /// What the token is for; `nil` when the server does not say.
    let service: String?
    /// What it must allow; `nil` when the server does not say.
    let scope: String?

    /// Reads the field `WWW-Authenticate`; `nil` when it asks for something else.
    init?(_ text: String) {
        guard text.lowercased().hasPrefix("bearer ") else { return nil }
        var values: [String: String] = [:]
        var rest = text.dropFirst("bearer ".count)
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].trimmed.drop { $0 == "," }.trimmed.lowercased()
            rest = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
            let isQuoted = rest.first == "\""
            if isQuoted { rest.removeFirst() }
            // A scope has commas in it, so only a quote ends what began with one.
            let value = rest.prefix { isQuoted ? $0 != "\"" : $0 != "," }
            rest = rest[value.endIndex...].dropFirst()
            values[name] = String(value.trimmed)
        }
        guard let realm = values["realm"], WebAddress(realm) != nil else { return nil }
        self.realm = realm
        service = values["service"]
        scope = values["scope"]
    }

    /// Where to ask for the token.
    var url: String {
        let items = [("service", service), ("scope", scope)].compactMap { name, value in
            value.map { "\(name)=\(WebAddress.escaped($0))" }
        }
        guard !items.isEmpty else { return realm }
        return realm + (realm.contains("?") ? "&" : "?") + items.joined(separator: "&")
    }
}
