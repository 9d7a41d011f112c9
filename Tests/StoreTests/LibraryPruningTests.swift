import Foundation
import Schema
import Testing

@testable import Store

@Suite struct `Files that a library has forgotten` {
    private let folder: TemporaryFolder
    private let library: ModelLibrary
    private let now = Duration.seconds(Date().timeIntervalSince1970)
    private static let hour = Duration.seconds(3600)
    private static let week = hour * 24 * 7

    init() throws {
        folder = try TemporaryFolder()
        let other = LibraryFolder("\(folder.path)/other")
        library = ModelLibrary(own: LibraryFolder("\(folder.path)/own"), others: [other])
    }

    private static func digest(_ text: String) -> Digest {
        var hash = SHA256()
        hash.update(Array(text.utf8))
        return Digest(hash)
    }

    @discardableResult
    private func store(_ text: String, in folder: LibraryFolder? = nil) throws -> Manifest.Layer {
        let digest = Self.digest(text)
        try SmallFile.write(Array(text.utf8), to: (folder ?? library.own).path(of: digest))
        return Manifest.Layer(.system, digest, size: text.utf8.count)
    }

    private var names: [String] { Folder.entries(in: library.own.blobs) }

    @Test func `are removed once they are an hour old, and those of models never`() throws {
        let named = try store("named")
        let reference = try #require(ModelReference("a"))
        let manifest = Manifest(config: try store("{}"), layers: [named])
        try SmallFile.write(manifest.json.bytes, to: library.own.path(of: reference))
        try store("forgotten")
        #expect(library.prune(at: now).count == 0 && names.count == 3)
        let pruned = library.prune(at: now + Self.hour * 2)
        #expect(pruned.count == 1 && pruned.bytes == "forgotten".utf8.count && names.count == 2)
        #expect(library.model(reference)?.wishes.system == "named")
    }

    @Test func `stay as long as a download or an upload may still need them`() throws {
        for name in ["sha256-\(Self.digest("x").hexDigits)-partial", "sha256-\(Self.digest("x").hexDigits).7.part"] {
            try store("finished")
            let path = "\(library.own.blobs)/\(name)"
            try SmallFile.write(Array("half".utf8), to: path)
            #expect(library.prune(at: now + Self.hour * 2).count == 0 && names.count == 2)
            let pruned = library.prune(at: now + Self.week + Self.hour)
            #expect(pruned.count == 2 && pruned.bytes == "finishedhalf".utf8.count && names.isEmpty)
        }
    }

    @Test func `stay where they are not ours`() throws {
        try store("theirs", in: library.others[0])
        try store("ours")
        #expect(library.prune(at: now + Self.week * 2).count == 1)
        #expect(library.path(of: Self.digest("theirs")) != nil)
        let shared = ModelLibrary(own: library.others[0], others: library.others)
        #expect(shared.prune(at: now + Self.week * 2).count == 0)
    }

    @Test func `stay while a manifest cannot be read, for it may name them`() throws {
        try store("named by whom?")
        let reference = try #require(ModelReference("broken"))
        try SmallFile.write(Array("{".utf8), to: library.own.path(of: reference))
        #expect(library.prune(at: now + Self.week * 2).count == 0 && names.count == 1)
    }

    @Test func `give nothing back when they have a name elsewhere`() throws {
        let path = try folder.write(Array("weights".utf8))
        try library.adopt(Self.digest("weights"), fileAt: path)
        let pruned = library.prune(at: now + Self.hour * 2)
        #expect(pruned.count == 1 && pruned.bytes == 0)
        #expect(FileManager.default.fileExists(atPath: path) && names.isEmpty)
    }
}
