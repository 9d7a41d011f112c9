import Synchronization

/// What model files tell, read once and again when a file has changed.
package final class ModelFiles: Sendable {
    private let known = Mutex<[Key: (stamp: FileStamp, file: ModelFile)]>([:])

    private struct Key: Hashable {
        let path: String
        let projectorPath: String?
    }

    /// An empty store.
    package init() {}

    /// What a model's file tells.
    ///
    /// - Parameters:
    ///   - path: A GGUF file; any part of a split set stands for the whole set.
    ///   - projectorPath: The projector for pictures and sound; `nil` for a model of text alone.
    /// - Returns: The headers and the facts of the file system.
    /// - Throws: ``GGUFError`` when a file cannot be read, is no GGUF file, is cut short, or a part is missing.
    package func file(at path: String, projectorPath: String? = nil) throws(GGUFError) -> ModelFile {
        let key = Key(path: path, projectorPath: projectorPath)
        let stamp = FileStamp(of: path)
        if let stamp, let known = known.withLock({ $0[key] }), known.stamp == stamp { return known.file }
        let file = try ModelFile(path: path, projectorPath: projectorPath)
        if let stamp { known.withLock { $0[key] = (stamp, file) } }
        return file
    }
}
