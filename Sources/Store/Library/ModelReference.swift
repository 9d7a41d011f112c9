/// The full name of a model in a registry: `[host/][namespace/]model[:tag]`.
///
/// Source: Ollama, `types/model/name.go`. Letter case makes no difference to which model is meant, but is kept.
package struct ModelReference: Sendable {
    /// Where the model comes from; `registry.ollama.ai` by default.
    package let host: String
    /// Whose it is; `library` by default.
    package let namespace: String
    /// What it is called.
    package let model: String
    /// Which of its versions; `latest` by default.
    package let tag: String

    /// The parts that a name need not spell.
    private enum Default {
        static let host = "registry.ollama.ai"
        static let namespace = "library"
        static let tag = "latest"
    }

    /// Reads a name; what it leaves out has its default, blanks around it are dropped.
    ///
    /// - Returns: `nil` when a part is empty, too long, or holds a character that it may not.
    package init?(_ name: some StringProtocol) {
        var rest = Substring(name.drop(while: \.isWhitespace))
        while rest.last?.isWhitespace == true { rest.removeLast() }
        if let scheme = rest.utf8Range(of: "://") {
            guard ["http", "https"].contains(rest[..<scheme.lowerBound].lowercased()) else { return nil }
            rest = rest[scheme.upperBound...]
        }
        var tag = Substring(Default.tag)
        let lastSlash = rest.lastIndex(of: "/") ?? rest.startIndex
        if let colon = rest[lastSlash...].lastIndex(of: ":") {
            tag = rest[rest.index(after: colon)...]
            rest = rest[..<colon]
        }
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count) else { return nil }
        let model = parts.removeLast()
        let namespace = parts.popLast() ?? Substring(Default.namespace)
        let host = parts.popLast() ?? Substring(Default.host)
        guard Part.host.allows(host), Part.namespace.allows(namespace), Part.model.allows(model), Part.tag.allows(tag)
        else { return nil }
        (self.host, self.namespace, self.model, self.tag) =
            (String(host), String(namespace), String(model), String(tag))
    }

    /// The name as people see it: without the host and the namespace that most models have, but with the tag.
    package var displayed: String {
        var parts = [host, namespace, "\(model):\(tag)"]
        if host.lowercased() == Default.host {
            parts.removeFirst()
            if namespace.lowercased() == Default.namespace { parts.removeFirst() }
        }
        return parts.joined(separator: "/")
    }

    /// Every part, as folders of manifests are named.
    package var path: String { "\(host)/\(namespace)/\(model)/\(tag)" }

    /// Every part in small letters: what is looked up.
    private var folded: String { path.lowercased() }
}

extension ModelReference: Hashable {
    package static func == (one: ModelReference, other: ModelReference) -> Bool { one.folded == other.folded }

    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
}

extension ModelReference: CustomStringConvertible {
    package var description: String { displayed }
}

/// What a part of a name may be.
private enum Part {
    case host, namespace, model, tag

    private var characters: String {
        switch self {
        case .host: "_-.:"
        case .namespace: "_-"
        case .model, .tag: "_-."
        }
    }

    func allows(_ text: Substring) -> Bool {
        let isFirstFine = text.unicodeScalars.first.map { Self.isLetterOrDigit($0) || $0 == "_" } ?? false
        return isFirstFine && text.utf8.count <= (self == .host ? 350 : 80)
            && text.unicodeScalars.allSatisfy { Self.isLetterOrDigit($0) || characters.unicodeScalars.contains($0) }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}

extension Substring {
    /// Where a text stands first; `nil` when it does not.
    fileprivate func utf8Range(of text: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
