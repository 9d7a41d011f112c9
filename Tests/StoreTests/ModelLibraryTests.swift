import Foundation
import Schema
import Testing

@testable import Store

@Suite struct `A library of models` {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "library-\(UUID().uuidString)").path
    private var library: ModelLibrary {
        ModelLibrary(own: LibraryFolder("\(folder)/own"), others: [LibraryFolder("\(folder)/other")])
    }

    private func name(_ text: String) throws -> ModelReference { try #require(ModelReference(text)) }

    /// Writes a model with these texts, and nothing else.
    private func make(_ text: String, in path: String, _ layers: [(Manifest.Kind, String)]) throws {
        let folder = LibraryFolder("\(self.folder)/\(path)")
        func store(_ kind: Manifest.Kind, _ text: String) throws -> Manifest.Layer {
            var hash = SHA256()
            hash.update(Array(text.utf8))
            try SmallFile.write(Array(text.utf8), to: folder.path(of: Digest(hash)))
            return Manifest.Layer(kind, Digest(hash), size: text.utf8.count)
        }
        let manifest = Manifest(
            config: try store(.config, #"{"model_family":"llama"}"#),
            layers: try layers.map { try store($0.0, $0.1) }
        )
        try SmallFile.write(manifest.json.bytes, to: folder.path(of: try name(text)))
    }

    @Test func `is empty where no folder is`() {
        #expect(library.models.isEmpty)
        #expect(ModelLibrary(own: LibraryFolder("/gone")).stamp == ModelLibrary(own: LibraryFolder("/gone")).stamp)
    }

    @Test func `tells what a model's maker wishes`() throws {
        try make(
            "a",
            in: "own",
            [
                (.model, "GGUF"), (.system, "Be brief."), (.parameters, #"{"stop":["x"]}"#), (.license, "one"),
                (.license, "two"), (.messages, #"[{"role":"user","content":"Hi"}]"#), (.template, "{{ .Prompt }}"),
            ]
        )
        let model = try #require(library.model(try name("A:Latest")))
        #expect(model.wishes.system == "Be brief.")
        #expect(model.wishes.parameters == ["stop": ["x"]])
        #expect(model.wishes.licenses == ["one", "two"])
        #expect(model.wishes.messages == [["role": "user", "content": "Hi"]])
        #expect(model.wishes.template == "{{ .Prompt }}")
        #expect(model.config == ["model_family": "llama"])
        #expect(model.modelPath.map { FileManager.default.fileExists(atPath: $0) } == true)
        #expect(model.manifest.size > 0)
    }

    @Test func `shows our own model where both folders have one of a name`() throws {
        try make("a", in: "own", [(.system, "ours")])
        try make("A", in: "other", [(.system, "theirs")])
        try make("b", in: "other", [(.system, "theirs")])
        #expect(library.models.map(\.wishes.system) == ["ours", "theirs"])
    }

    @Test func `leaves out what it cannot read`() throws {
        try make("a", in: "own", [])
        for text in ["", "{", #"{"schemaVersion":1}"#, #"{"schemaVersion":2,"config":{},"layers":[]}"#] {
            try SmallFile.write(Array(text.utf8), to: library.own.path(of: try name("bad")))
            #expect(library.models.map(\.reference.displayed) == ["a:latest"])
        }
    }

    @Test(arguments: [
        ("{", "not JSON"), (#"{"schemaVersion":1}"#, "schemaVersion"),
        (#"{"schemaVersion":2,"config":{},"layers":[]}"#, "config"),
    ])
    func `tells which manifest cannot be used, and why`(_ text: String, _ reason: String) throws {
        let path = library.others[0].path(of: try name("bad"))
        try SmallFile.write(Array(text.utf8), to: path)
        let broken = try #require(library.contents.broken.first)
        #expect(broken.path == path && broken.fault.reason.contains(reason))
    }

    @Test func `names the place of a file that is not there`() throws {
        try make("a", in: "other", [(.model, "GGUF"), (.projector, "eye"), (.adapter, "tune")])
        let there = try #require(library.model(try name("a")))
        let paths = [there.modelPath, there.projectorPath].compactMap(\.self) + there.adapterPaths
        #expect(paths.count == 3)
        for path in paths { try FileManager.default.removeItem(atPath: path) }
        #expect(library.model(try name("a")) == there)
    }

    @Test func `has one manifest for a name, however it is spelled`() throws {
        try make("a", in: "own", [(.system, "one")])
        let model = try #require(library.model(try name("a")))
        try library.copy(model, to: try name("B"))
        try library.copy(model, to: try name("b"))
        #expect(library.models.map(\.reference.displayed) == ["B:latest", "a:latest"])
    }

    @Test func `removes only files that nobody needs any more`() throws {
        try make("a", in: "own", [(.system, "shared"), (.license, "only of a")])
        try make("b", in: "own", [(.system, "shared")])
        #expect(Folder.names(in: library.own.blobs).count == 3)
        let wasThere = try library.remove(try name("a"))
        #expect(wasThere)
        #expect(Folder.names(in: library.own.blobs).count == 2)
        #expect(library.model(try name("b"))?.wishes.system == "shared")
    }

    @Test func `changes nothing in a folder that is not ours`() throws {
        try make("a", in: "other", [(.system, "theirs")])
        let wasThere = try library.remove(try name("a"))
        #expect(!wasThere)
        #expect(!library.owns(try name("a")))
        #expect(library.model(try name("a")) != nil)
    }

    @Test func `has another stamp after every change`() throws {
        var stamps: Set<Int> = [library.stamp]
        try make("a", in: "own", [])
        stamps.insert(library.stamp)
        try make("b", in: "other", [])
        stamps.insert(library.stamp)
        try library.remove(try name("a"))
        stamps.insert(library.stamp)
        #expect(stamps.count == 4)
    }

    @Test func `refuses a file that is no model`() throws {
        try SmallFile.write(Array("text".utf8), to: "\(folder)/text.gguf")
        let text = try Digest.ofFile(at: "\(folder)/text.gguf").0
        #expect(throws: CreateFault.blobMissing(text)) {
            try library.create(try name("x"), from: ModelRecipe(.blobs([text]))) { _ in }
        }
        try library.adopt(text, fileAt: "\(folder)/text.gguf")
        #expect(throws: CreateFault.self) {
            try library.create(try name("x"), from: ModelRecipe(.blobs([text]))) { _ in }
        }
        #expect(library.models.isEmpty)
    }

    @Test func `keeps an upload only when it is what it should be`() throws {
        var hash = SHA256()
        hash.update(Array("abc".utf8))
        for (text, isRight) in [("abc", true), ("abd", false)] {
            let upload = try BlobUpload(Digest(hash), into: library.own)
            for byte in text.utf8 { try [byte].withUnsafeBytes { try upload.write($0) } }
            let actual = try upload.finish()
            #expect((actual == Digest(hash)) == isRight)
        }
        #expect(Folder.names(in: library.own.blobs) == ["sha256-\(Digest(hash).hexDigits)"])
    }
}
