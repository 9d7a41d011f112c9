import HTTP

/// Where a server is.
struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or a number; never one that means every address of this machine.
    let host: String
    /// 1 to 65535.
    let port: Int

    /// Takes `HOST`, `HOST:PORT` or `http://HOST:PORT`; `nil` for anything else.
    ///
    /// - Parameters:
    ///   - text: Where the server is, or listens.
    ///   - port: The port where the text says none; `nil`: 8080, or 80 after `http://`.
    init?(_ text: String, port: Int? = nil) {
        var rest = text[...]
        var usual = 8080
        if rest.hasPrefix("http://") {
            rest.removeFirst("http://".count)
            usual = 80
        }
        if rest.hasSuffix("/") { rest.removeLast() }
        guard !rest.isEmpty, !rest.contains("/"), !rest.contains(where: \.isWhitespace) else { return nil }
        let (host, named) = Self.parts(of: rest)
        guard let port = named.map({ Int($0) }) ?? port ?? usual, 1...65535 ~= port, !host.isEmpty,
            !host.contains(where: { "[]".contains($0) })
        else { return nil }
        // A server that listens everywhere listens here.
        self.host = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : String(host)
        self.port = port
    }

    private static func parts(of text: Substring) -> (host: Substring, port: Substring?) {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return (text, nil) }
            return (text[text.index(after: text.startIndex)..<end], rest.isEmpty ? nil : rest.dropFirst())
        }
        // More than one colon, and no brackets: a number of IPv6.
        guard let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") else { return (text, nil) }
        return (text[..<colon], text[text.index(after: colon)...])
    }

    /// The address as HTTP's `Host` header has it.
    var authority: String { "\(upstream)" }

    /// The address for connections.
    var upstream: UpstreamAddress { .tcp(host: host, port: port) }

    var description: String { "http://\(authority)" }
}
