/// How downloads are done.
package struct DownloadSettings: Hashable, Sendable {
    /// How many parts of a file are fetched at once, 1 to 64; 4 by default.
    package var parallelParts = 4
    /// Bytes of a part, at least 1 MiB; 64 MiB by default.
    package var partSize = 64 << 20
    /// How long a connection may be silent before it is given up and tried anew; 30 s by default.
    package var patience = Duration.seconds(30)
    /// How often a part is tried before the download fails, if nothing comes of it; 5 by default.
    package var tries = 5
    /// How long to wait before the second try, and after each further one twice as long; half a second by default.
    package var firstPause = Duration.milliseconds(500)
    /// Where the models lie whose names have no host; `PADDOCK_REGISTRY`, else Ollama's registry.
    package var registry: String
    /// Where Hugging Face is; `HF_ENDPOINT`, else itself.
    package var huggingFace: String
    /// What Hugging Face is shown, and nobody else: `HF_TOKEN`; `nil` for nothing.
    package var huggingFaceToken: String?

    /// The defaults, and what the environment says.
    package init() {
        registry = Environment["PADDOCK_REGISTRY"]?.withoutEndSlash ?? "https://registry.ollama.ai"
        huggingFace = Environment["HF_ENDPOINT"]?.withoutEndSlash ?? "https://huggingface.co"
        huggingFaceToken = Environment["HF_TOKEN"].map { String($0.trimmed) }
    }
}

extension String {
    fileprivate var withoutEndSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
