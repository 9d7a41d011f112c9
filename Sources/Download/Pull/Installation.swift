import Schema
import Store

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Makes a model of files that lie in a library.
struct Installation: Sendable {
    let folder: LibraryFolder
    let reference: ModelReference

    /// Writes the manifest of a registry.
    ///
    /// - Parameters:
    ///   - manifest: Its bytes, which are kept as they are: their digest is the model's.
    ///   - removing: Called when files are removed that no model needs any more.
    /// - Throws: ``PullFailure``.
    func install(_ manifest: [UInt8], removing: () -> Void) throws(PullFailure) {
        try PullFailure.writing { () throws(FileFault) in
            try ModelLibrary(own: folder).put(manifest, as: reference, removing: removing)
        }
    }

    /// Makes the manifest of files, and what describes them.
    ///
    /// - Parameters:
    ///   - layers: The files, the model's first part at the front.
    ///   - notes: What the description shall hold beside the usual.
    /// - Returns: The bytes of the manifest.
    /// - Throws: ``PullFailure`` when the files are no model.
    func manifest(of layers: [Manifest.Layer], notes: JSONObject) throws(PullFailure) -> [UInt8] {
        let config = try description(of: layers, notes: notes).bytes
        var hash = SHA256()
        hash.update(config)
        let digest = Digest(hash)
        try PullFailure.writing { () throws(FileFault) in
            try SmallFile.write(config, to: folder.path(of: digest))
        }
        return Manifest(config: Manifest.Layer(.config, digest, size: config.count), layers: layers).json.bytes
    }

    /// Source: Ollama, `types/model/config.go`.
    private func description(of layers: [Manifest.Layer], notes: JSONObject) throws(PullFailure) -> JSON {
        let parts = layers.filter { $0.kind == .model }.map(\.digest)
        guard let first = parts.first else { throw PullFailure(.unusable, "\(reference) holds no GGUF file") }
        let path = parts.count > 1 ? try linkParts(parts) : folder.path(of: first)
        let file: ModelFile
        do throws(GGUFError) { file = try ModelFile(path: path) } catch {
            throw PullFailure(.unusable, "\(reference) cannot be run: \(error)", advice: "choose another file or tag")
        }
        let family = file.header.architecture ?? ""
        var config: JSONObject = [
            "model_format": "gguf", "model_family": .string(family), "model_families": [.string(family)],
            "model_type": .string(file.parameterSize), "file_type": .string(file.header.fileType ?? ""),
            "architecture": "amd64", "os": "linux",
            "rootfs": ["type": "layers", "diff_ids": .array(layers.map { .string("\($0.digest)") })],
        ]
        for note in notes.members { config[note.key] = note.value }
        return .object(config)
    }

    /// Gives the parts of a split model the names by which llama.cpp finds one from the other.
    ///
    /// - Returns: The first one's.
    private func linkParts(_ parts: [Digest]) throws(PullFailure) -> String {
        let paths = folder.partPaths(of: parts)
        let partsFolder = folder.partsFolder(of: parts[0])
        try PullFailure.writing { () throws(FileFault) in try SmallFile.makeFolder(partsFolder) }
        for (path, digest) in zip(paths, parts) {
            unlink(path)
            guard symlink("../../blobs/sha256-\(digest.hexDigits)", path) == 0 else { throw PullFailure(writing: path) }
        }
        return paths[0]
    }
}
