import Testing

@testable import Store

@Suite struct `Pairing projectors` {
    private let tree: ModelTree

    init() throws { tree = try ModelTree() }

    /// The name of the projector that each model has, by id; what is empty has none.
    private func pairs(_ files: String...) throws -> [String: String] {
        for file in files {
            try tree.add(file, architecture: file.lowercased().contains("mmproj") ? "clip" : "llama")
        }
        let pairs = tree.search().models.map { model in
            (model.id, model.projector.map { String($0.path.dropFirst(tree.path.count + 1)) } ?? "")
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test func `takes one whose name says nothing, for every model beside it`() throws {
        #expect(
            try pairs("orchid.gguf", "lily.gguf", "mmproj-F16.gguf")
                == ["orchid": "mmproj-F16.gguf", "lily": "mmproj-F16.gguf"]
        )
    }

    @Test func `takes one that names the model`() throws {
        #expect(
            try pairs(
                "Orchid-2B-Q4_K_M.gguf",
                "lily-Q8_0.gguf",
                "rose.gguf",
                "mmproj-orchid-2b-f16.gguf",
                "lily.mmproj-Q8_0.gguf"
            ) == [
                "Orchid-2B-Q4_K_M": "mmproj-orchid-2b-f16.gguf", "lily-Q8_0": "lily.mmproj-Q8_0.gguf", "rose": "",
            ]
        )
    }

    @Test(arguments: [
        (["mmproj-BF16", "mmproj-F16", "mmproj-F32", "mmproj-Q8_0", "mmproj"], "mmproj-F16"),
        (["mmproj-BF16", "mmproj-F32", "mmproj-Q8_0", "mmproj"], "mmproj-BF16"),
        (["mmproj-F32", "mmproj-Q8_0", "mmproj"], "mmproj-F32"),
        (["mmproj-Q8_0", "mmproj-Q4_0", "mmproj"], "mmproj-Q8_0"),
        (["mmproj-Q5_0", "mmproj-Q4_0"], "mmproj-Q4_0"),
    ])
    func `prefers the precision that loses nothing`(_ names: [String], _ expected: String) throws {
        for name in names { try tree.add("\(name).gguf", architecture: "clip") }
        #expect(try pairs("orchid.gguf") == ["orchid": "\(expected).gguf"])
    }

    @Test func `takes the only one for the only model, whatever their names`() throws {
        #expect(try pairs("orchid.gguf", "mmproj-model-f16.gguf") == ["orchid": "mmproj-model-f16.gguf"])
        #expect(try pairs("lily.gguf") == ["orchid": "", "lily": ""])
        #expect(tree.search().lonelyProjectors == [tree.path("mmproj-model-f16.gguf")])
    }

    @Test func `looks above a folder that labels a quantization`() throws {
        #expect(
            try pairs(
                "ud-q2_k/orchid-UD-Q2_K-00001-of-00002.gguf",
                "ud-q2_k/orchid-UD-Q2_K-00002-of-00002.gguf",
                "Q4_0/orchid-Q4_0.gguf",
                "other/orchid-Q5_0.gguf",
                "lily/lily.gguf",
                "mmproj-F16.gguf"
            ) == [
                "orchid-UD-Q2_K": "mmproj-F16.gguf", "orchid-Q4_0": "mmproj-F16.gguf", "orchid-Q5_0": "", "lily": "",
            ]
        )
    }

    @Test func `prefers the folder of the model to the one above`() throws {
        #expect(
            try pairs("mmproj-F16.gguf", "Q4_0/mmproj-Q8_0.gguf", "Q4_0/orchid-Q4_0.gguf")
                == ["orchid-Q4_0": "Q4_0/mmproj-Q8_0.gguf"]
        )
    }

    @Test func `knows a projector by its architecture, too`() throws {
        try tree.add("eyes.gguf", architecture: "clip")
        #expect(try pairs("orchid.gguf") == ["orchid": "eyes.gguf"])
    }

    @Test(arguments: [(nil, nil, true, false), (true, true, true, true), (false, true, false, true)])
    func `tells what it encodes`(_ vision: Bool?, _ audio: Bool?, _ sees: Bool, _ hears: Bool) throws {
        var pairs: [(key: String, value: GGUFBytes.Value)] = [("general.architecture", .string("clip"))]
        if let vision { pairs.append(("clip.has_vision_encoder", .bool(vision))) }
        if let audio { pairs.append(("clip.has_audio_encoder", .bool(audio))) }
        try tree.write(GGUFBytes(pairs: pairs).all, to: "mmproj.gguf")
        try tree.add("orchid.gguf")
        let projector = FoundModel.Projector(path: tree.path("mmproj.gguf"), sees: sees, hears: hears)
        #expect(tree.search().models.map(\.projector) == [projector])
    }
}
