import Foundation
import Testing

@testable import Store

@Suite struct `A search of folders` {
    private let tree: ModelTree

    init() throws { tree = try ModelTree() }

    // MARK: What counts

    @Test func `finds every GGUF file by its ending, in any case`() throws {
        try tree.add("orchid.gguf", "deep/down/Lily.GGUF")
        try tree.write(["notes.txt": "GGUF", "rose.gguf_file": "GGUF", "tulip.gguf.part": "GGUF"])
        let found = tree.search()
        #expect(found.ids == ["Lily", "orchid"])
        #expect(found.models.map(\.path) == [tree.path("deep/down/Lily.GGUF"), tree.path("orchid.gguf")])
        #expect(found.models.allSatisfy { $0.kind == .gguf && $0.facts?.architecture == "llama" })
        #expect(found.warnings.isEmpty)
    }

    @Test func `passes over hidden folders below its start, and caches of Python`() throws {
        try tree.add("a.gguf", ".hidden/b.gguf", "x/.y/c.gguf", "__pycache__/d.gguf", ".e.gguf")
        #expect(tree.search().ids == [".e", "a"])
        #expect(Discovery(of: [.folder(tree.path(".hidden"))]).ids == ["b"])
    }

    @Test func `visits each real folder once, whatever links lead to it`() throws {
        try tree.add("real/a.gguf")
        try tree.link("again", to: "real")
        try tree.link("real/loop", to: "..")
        try tree.link("z.gguf", to: "z.gguf")
        let found = tree.search()
        #expect(found.models.map(\.path) == [tree.path("again/a.gguf")])
        #expect(found.warnings(in: tree) == ["z.gguf: is a link that leads nowhere."])
        #expect(Discovery(of: [.folder(tree.path), .folder(tree.path("real"))]).ids == ["a"])
    }

    @Test func `takes one of two paths to a file`() throws {
        try tree.add("b/orchid.gguf")
        try tree.link("a-link.gguf", to: "b/orchid.gguf")
        let found = tree.search()
        #expect(found.ids == ["a-link"])
        #expect(found.warnings(in: tree) == ["b/orchid.gguf: is the same file as a-link.gguf, which stands for both."])
    }

    @Test func `follows links to files, and says which lead nowhere`() throws {
        try tree.add("store/blob")
        try tree.link("a.gguf", to: "store/blob")
        try tree.link("b.gguf", to: "store/nothing")
        try tree.link("readme.md", to: "store/nothing")
        let found = tree.search()
        #expect(found.models.map(\.path) == [tree.path("a.gguf")])
        #expect(found.warnings(in: tree) == ["b.gguf: is a link that leads nowhere."])
    }

    @Test func `says which folder is not there, and goes on`() throws {
        try tree.add("a.gguf")
        let found = Discovery(of: [.folder(tree.path("none")), .folder(tree.path + "/")])
        #expect(found.ids == ["a"])
        #expect(found.models.first?.path == tree.path("a.gguf"))
        #expect(found.warnings(in: tree) == ["none: cannot be searched: No such file or directory."])
    }

    @Test func `starts at folders and at the cache, by the words of models.yaml`() throws {
        let environment = ["HF_HUB_CACHE": "/hub"]
        #expect(Discovery.Place("/models", environment: { environment[$0] }) == .folder("/models"))
        #expect(Discovery.Place("hf-cache", environment: { environment[$0] }) == .huggingFaceCache("/hub"))
        #expect(Discovery.Place.folder(tree.path).absolute == .folder(tree.path))
        let here = FileManager.default.currentDirectoryPath
        #expect(Discovery.Place.huggingFaceCache(".").absolute == .huggingFaceCache(here))
        try tree.write(["file": ""])
        #expect(Discovery.Place.folder(tree.path("file")).absolute == nil)
        #expect(Discovery.Place.folder(tree.path("none")).absolute == nil)
    }

    // MARK: Headers

    @Test func `passes over what is no GGUF file`() throws {
        try tree.write(["empty.gguf": "", "short.gguf": "GG", "text.gguf": "<html>404</html>"])
        try tree.add("good.gguf")
        #expect(mkfifo(tree.path("pipe.gguf"), 0o600) == 0)
        let found = tree.search()
        #expect(found.ids == ["good"])
        #expect(
            found.warnings(in: tree).sorted() == [
                "empty.gguf: empty.", "pipe.gguf: is no regular file.",
                "short.gguf: the file ends within the magic (byte 0).", "text.gguf: not a GGUF file (byte 4).",
            ]
        )
    }

    @Test func `takes a file with a broken header by its name`() throws {
        let whole = GGUFBytes(pairs: [("general.architecture", .string("llama"))]).all
        try tree.write(Array(whole.dropLast(3)), to: "cut-Q4_K_M.gguf")
        try tree.write(Array("GGUF".utf8) + GGUFBytes.bytes(UInt32(1)) + [0, 0], to: "old.gguf")
        try tree.write(Array("GGUF".utf8) + GGUFBytes.bytes(UInt32(3)) + GGUFBytes.bytes(UInt64.max), to: "wild.gguf")
        let found = tree.search()
        #expect(found.ids == ["cut-Q4_K_M", "old", "wild"])
        #expect(found.models.allSatisfy { $0.facts == nil })
        #expect(found.models.first?.quantization == "Q4_K_M")
        #expect(found.warnings.count == 3)
        #expect(found.warnings.allSatisfy { $0.hasSuffix("It is taken by its name.") })
    }

    @Test func `reads the header only as far as the tokenizer`() throws {
        var bytes = GGUFBytes(pairs: [
            ("general.architecture", .string("bert")), ("general.size_label", .string("22M")),
            ("general.file_type", .uint32(7)), ("bert.pooling_type", .uint32(1)),
            ("tokenizer.ggml.model", .string("bert")), ("tokenizer.ggml.tokens", .array(type: 8, [.string("a")])),
        ]).all
        bytes.removeLast()
        try tree.write(bytes, to: "a.gguf")
        let found = tree.search()
        let facts = FoundModel.Facts(architecture: "bert", sizeLabel: "22M", fileType: "Q8_0", isEmbedding: true)
        #expect(found.models.first?.facts == facts)
        #expect(found.warnings.isEmpty)
    }

    @Test func `makes no entries of projectors, drafts, adapters and matrices`() throws {
        try tree.add("vision/MMProj-orchid.gguf", "vision/orchid.gguf")
        try tree.add("eyes/sees.gguf", architecture: "clip")
        try tree.add("mtp-a.gguf", "DSpark-b.gguf", "dflash-c.gguf", "eagle3-d-00001-of-00002.gguf", "amtp-e.gguf")
        try tree.add("matrix.gguf", ["general.type": .string("imatrix")])
        try tree.add("lora.gguf", ["general.type": .string("adapter"), "general.architecture": .string("llama")])
        let found = tree.search()
        #expect(found.ids == ["amtp-e", "orchid"])
        #expect(
            found.drafts
                == ["DSpark-b", "dflash-c", "eagle3-d-00001-of-00002", "mtp-a"].map { tree.path("\($0).gguf") }
        )
        #expect(found.lonelyProjectors == [tree.path("eyes/sees.gguf")])
        #expect(found.warnings.isEmpty)
    }

    // MARK: Split sets

    @Test func `makes one model of the parts of a set`() throws {
        for number in 1...3 { try tree.add("big-Q4_0-0000\(number)-of-00003.gguf") }
        try tree.add("big-Q4_0-00001-of-00001.gguf", "big-Q4_0-1-of-3.gguf")
        let found = tree.search()
        #expect(found.ids == ["big-Q4_0", "big-Q4_0-2", "big-Q4_0-1-of-3"])
        let (single, set) = (found.models[0], found.models[1])
        #expect(set.path == tree.path("big-Q4_0-00001-of-00003.gguf"))
        #expect(set.size == 3 * single.size && single.size > 0)
        #expect(set.stem == "big-Q4_0")
    }

    @Test func `passes over a set that is not whole, and names what is missing`() throws {
        try tree.add("a-00002-of-00004.gguf", "a-00003-of-00004.gguf", "b-00001-of-99999.gguf", "c.gguf")
        try tree.add("d-00001-of-00002.gguf")
        try tree.write(["d-00002-of-00002.gguf": ""])
        let found = tree.search()
        #expect(found.ids == ["c"])
        #expect(
            found.warnings(in: tree) == [
                "a: missing part 1, 4.", "b: missing part 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 99988 more.",
                "d-00002-of-00002.gguf: empty.",
            ]
        )
    }

    // MARK: Names

    @Test func `gives later models of one name a number, by path`() throws {
        try tree.add("a/orchid.gguf", "b/Orchid.gguf", "c/orchid-2.gguf", "d/orchid.gguf")
        #expect(tree.search().ids == ["orchid", "Orchid-2", "orchid-2-2", "orchid-3"])
    }

    @Test(arguments: [
        ("a, b?.gguf", "a- b-"), ("-flag.gguf", "flag"), (" blank .gguf", "blank"), ("50%#*\\.gguf", "50----"),
        ("tab\there.gguf", "tab-here"), ("größe.gguf", "größe"), ("-.gguf", "model"), ("a:latest.gguf", "a:latest"),
    ])
    func `makes names that requests can use`(_ file: String, _ expected: String) throws {
        try tree.add(file)
        #expect(tree.search().ids == [expected])
    }

    // MARK: Safetensors

    @Test func `takes a folder of safetensors for a model of MLX`() throws {
        try tree.write([
            "one/config.json": #"{"architectures": ["LlamaForCausalLM"]}"#, "one/model.safetensors": "12345",
            "one/more.safetensors": "678", "two/model.safetensors.index.json": "{}", "three/config.json": "{}",
            "four/model.safetensors": "1", "five/config.json": #"{"architectures": ["GemmaAssistantModel"]}"#,
            "five/model.safetensors": "1", "six/config.json": "no JSON", "six/model.safetensors": "1",
        ])
        let found = tree.search()
        #expect(found.ids == ["one", "six", "two"])
        #expect(found.models.allSatisfy { $0.kind == .mlx && $0.facts == nil && $0.projector == nil })
        #expect(found.models[0].path == tree.path("one"))
        #expect(found.models[0].size == 8)
        #expect(found.warnings.isEmpty)
    }

    // MARK: All of it

    @Test func `finds the same again`() throws {
        for number in 0..<200 {
            try tree.add("\(number % 7)/\(number % 5)/model-\(number % 13).gguf")
            try tree.add("\(number % 7)/mmproj-model-\(number % 13)-f16.gguf", architecture: "clip")
        }
        try tree.link("again", to: "3")
        let (one, other) = (tree.search(), tree.search())
        #expect(one.models == other.models && one.warnings == other.warnings && one.drafts == other.drafts)
        #expect(one.lonelyProjectors == other.lonelyProjectors)
        #expect(one.models.count > 100 && Set(one.ids).count == one.models.count)
    }
}
