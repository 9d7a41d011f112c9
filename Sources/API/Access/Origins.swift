/// The origins whose pages may use the server from a browser.
package struct Origins: Hashable, Sendable {
    /// In lower case; `*` stands for any text.
    private var patterns: [String]

    /// Pages of this machine, and of programs that show pages without a server.
    ///
    /// Source: Ollama, envconfig/config.go, `AllowedOrigins`.
    package static let local: Origins = {
        let pages = ["localhost", "127.0.0.1", "0.0.0.0"].flatMap { host in
            ["http", "https"].flatMap { ["\($0)://\(host)", "\($0)://\(host):*"] }
        }
        let programs = ["app", "file", "tauri", "vscode-webview", "vscode-file"].map { "\($0)://*" }
        return Origins(patterns: pages + programs)
    }()

    private init(patterns: [String]) {
        self.patterns = patterns
    }

    /// Reads a comma list, such as `https://chat.example.com,https://*.example.org`; `*` alone admits every origin.
    ///
    /// `nil` when an entry could never be an origin, because it has no scheme.
    package init?(_ list: String) {
        var patterns: [String] = []
        for entry in list.split(separator: ",") {
            var pattern = String(entry.lowercased().trimmingBlanks)
            guard !pattern.isEmpty else { continue }
            guard pattern == "null" || pattern.contains("*") || pattern.contains("://") else { return nil }
            // An address is often copied with its path, which an origin does not have.
            if pattern.hasSuffix("/"), !pattern.hasSuffix("://") { pattern.removeLast() }
            patterns.append(pattern)
        }
        self.patterns = patterns
    }

    /// These origins and others.
    package func adding(_ others: Origins?) -> Origins {
        Origins(patterns: patterns + (others?.patterns ?? []))
    }

    /// Whether pages of an origin may use the server.
    package func admit(_ origin: String) -> Bool {
        let origin = Array(origin.lowercased().utf8)
        return patterns.contains { Wildcard($0).fits(origin) }
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate var trimmingBlanks: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        let length = start.reversed().drop { $0 == " " || $0 == "\t" }.count
        return start.prefix(length)
    }
}
