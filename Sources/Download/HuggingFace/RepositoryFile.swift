import Schema
import Store

/// A file of a repository, as its listing tells it.
///
/// Source: Hugging Face Hub API, `GET /api/models/{repo}/tree/{revision}`.
struct RepositoryFile: Hashable, Sendable {
    /// Its path in the repository.
    let path: String
    /// Bytes of it.
    let size: Int
    /// Its content; `nil` when the listing does not tell.
    let digest: Digest?

    /// Describes a file.
    init(_ path: String, size: Int, digest: Digest? = nil) {
        (self.path, self.size, self.digest) = (path, size, digest)
    }

    /// Reads an entry of a listing; `nil` for a folder.
    init?(_ json: JSON) {
        guard json["type"]?.string != "directory", let path = json["path"]?.string, let size = json["size"]?.int,
            0...RemoteFile.sizeLimit ~= size
        else { return nil }
        self.init(path, size: size, digest: json["lfs"]?["oid"]?.string.flatMap { Digest(hexDigits: $0) })
    }

    /// Whether it is a GGUF file.
    var isGGUF: Bool { path.lowercased().hasSuffix(".gguf") }

    /// Whether it turns pictures or sound into what a model understands.
    var isProjector: Bool { isGGUF && name.lowercased().contains("mmproj") }

    /// Whether it holds statistics for quantising, and no model.
    var isImportanceMatrix: Bool { name.lowercased().contains("imatrix") }

    /// The last part of the path.
    var name: Substring { path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...] }

    /// The folder in the repository; empty for its root.
    var folder: Substring { path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
}
