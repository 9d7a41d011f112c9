import Foundation

@testable import Store

/// A folder of small model files.
final class ModelTree {
    private let folder: TemporaryFolder
    var path: String { folder.path }

    init() throws { folder = try TemporaryFolder() }

    /// Where a file of this name lies, or would.
    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes bytes to a file, whose folders are made.
    func write(_ bytes: [UInt8], to name: String) throws {
        try make(folderOf: name)
        try folder.write(bytes, to: name)
    }

    /// Writes texts to files.
    func write(_ texts: [String: String]) throws {
        for (name, text) in texts { try write(Array(text.utf8), to: name) }
    }

    /// Writes GGUF files of an architecture.
    func add(_ names: String..., architecture: String = "llama") throws {
        for name in names { try add(name, ["general.architecture": .string(architecture)]) }
    }

    /// Writes a GGUF file with these keys.
    func add(_ name: String, _ pairs: KeyValuePairs<String, GGUFBytes.Value>) throws {
        try write(GGUFBytes(pairs: pairs.map { ($0.key, $0.value) }).all, to: name)
    }

    /// Makes a link to whatever the text says, from the folder in which it lies.
    func link(_ name: String, to target: String) throws {
        try make(folderOf: name)
        try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    }

    /// Sets when a file or folder was changed last.
    func age(_ name: String, to seconds: TimeInterval) throws {
        let date = Date(timeIntervalSince1970: seconds)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path(name))
    }

    /// What a search of the whole tree finds.
    func search() -> Discovery { Discovery(of: [.folder(path)]) }

    /// What a search of the whole tree as a cache finds.
    func searchCache() -> Discovery { Discovery(of: [.huggingFaceCache(path)]) }

    private func make(folderOf name: String) throws {
        let folder = URL(filePath: path(name)).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
}

extension Discovery {
    var ids: [String] { models.map(\.id) }

    /// The warnings without the folder of the tree.
    func warnings(in tree: ModelTree) -> [String] {
        warnings.map { $0.replacing(tree.path + "/", with: "") }
    }
}
