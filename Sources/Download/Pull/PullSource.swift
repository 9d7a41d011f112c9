import Store

/// Where a model is to be had.
enum PullSource: Hashable, Sendable {
    /// A registry of Ollama's kind.
    case registry(ModelReference, base: String)
    /// A repository of Hugging Face; it speaks a registry's words, too.
    case huggingFace(ModelReference)
    /// One file at an address.
    case file(WebAddress, url: String)

    private static let huggingFaceHosts = ["hf.co", "huggingface.co", "www.huggingface.co"]

    /// Reads what somebody wrote: a name, with or without a host, or the address of a GGUF file.
    ///
    /// - Parameters:
    ///   - text: What somebody wrote; blanks around it are dropped.
    ///   - insecure: Whether `http://` may be used; a host with a port is asked like that then.
    ///   - settings: Where the hosts without a name are.
    /// - Throws: ``PullFailure``.
    init(_ text: String, insecure: Bool, _ settings: DownloadSettings) throws(PullFailure) {
        let text = String(text.trimmed)
        let address = WebAddress(text)
        if let address, address.path.lowercased().hasSuffix(".gguf") {
            guard address.isEncrypted || insecure else { throw .insecure(text) }
            self = .file(address, url: Self.fileURL(text))
            return
        }
        guard let reference = ModelReference(text) else { throw .invalidName(text) }
        if Self.huggingFaceHosts.contains(reference.host.lowercased()) {
            self = .huggingFace(reference)
        } else if reference.host.lowercased() == ModelReference.defaultHost, address == nil {
            self = .registry(reference, base: settings.registry)
        } else {
            let hasPort = reference.host.contains(":")
            let scheme = address?.scheme ?? (insecure && hasPort ? "http" : "https")
            guard scheme == "https" || insecure else { throw .insecure(text) }
            self = .registry(reference, base: "\(scheme)://\(reference.host)")
        }
    }

    /// The address of a file's bytes: what a browser shows at Hugging Face is a page about the file.
    private static func fileURL(_ text: String) -> String {
        guard let address = WebAddress(text), huggingFaceHosts.contains(address.host) else { return text }
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)
        // https: / "" / host / org / repository / blob / …
        if parts.count > 6, parts[5] == "blob" { parts[5] = "resolve" }
        return parts.joined(separator: "/")
    }
}

extension ModelReference {
    /// Where names without a host come from.
    static let defaultHost = "registry.ollama.ai"
}

extension PullFailure {
    fileprivate static func insecure(_ text: String) -> PullFailure {
        PullFailure(
            .insecure,
            "insecure protocol http: \(text)",
            advice: "use https, or allow http with --insecure (\"insecure\": true)"
        )
    }

    fileprivate static func invalidName(_ text: String) -> PullFailure {
        PullFailure(
            .invalidName,
            "invalid model name",
            advice:
                "'\(text)' is none of model[:tag], namespace/model[:tag], hf.co/organisation/repository[:QUANT] and "
                + "https://…/file.gguf"
        )
    }
}
