/// A folder that holds models as Ollama does: `manifests/HOST/NAMESPACE/MODEL/TAG` and `blobs/sha256-…`.
///
/// Source: Ollama, `manifest/paths.go`.
package struct LibraryFolder: Hashable, Sendable {
    /// Where it lies.
    package let path: String

    /// Names a folder, which need not exist.
    package init(_ path: String) {
        self.path = path
    }

    /// Where the files of models lie.
    package var blobs: String { "\(path)/blobs" }

    /// Where a file of a model lies, or would.
    package func path(of digest: Digest) -> String { "\(blobs)/sha256-\(digest.hexDigits)" }

    /// Where the manifests of models lie.
    package var manifests: String { "\(path)/manifests" }

    /// Where the manifest of a name lies, or would if it is spelled like this.
    package func path(of reference: ModelReference) -> String { "\(manifests)/\(reference.path)" }
}
