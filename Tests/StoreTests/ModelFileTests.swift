import Foundation
import Testing

@testable import Store

@Suite struct `Model file` {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func model(
        _ pairs: [(key: String, value: GGUFBytes.Value)],
        projector: GGUFBytes? = nil
    ) throws -> ModelFile {
        let projectorPath = try projector.map { try folder.write($0.all, to: "mmproj.gguf") }
        return try ModelFile(path: folder.write(GGUFBytes(pairs: pairs).all), projectorPath: projectorPath)
    }

    // MARK: Facts

    @Test func `tells size and time`() throws {
        let file = try ModelFile(path: folder.write(GGUFBytes.sample.all, modified: 1_700_000_000.5))
        #expect(file.size == GGUFBytes.sample.all.count)
        #expect(file.modified == .milliseconds(1_700_000_000_500))
        #expect(file.parameterCount == 1281)
        #expect(file.projector == nil)
    }

    @Test func `sums up the parts of a set`() throws {
        var part = GGUFBytes.sample
        let paths = try (1...3).map { number in
            part.data.append(0)
            return try folder.write(
                part.all,
                to: "big-0000\(number)-of-00003.gguf",
                modified: 1_000_000 + Double(number)
            )
        }
        let whole = try ModelFile(path: paths[1])
        #expect(whole.path == paths[0])
        #expect(whole.size == 3 * GGUFBytes.sample.all.count + 1 + 2 + 3)
        #expect(whole.parameterCount == 3 * 1281)
        #expect(whole.modified == .seconds(1_000_003))
        #expect(try ModelFile(path: paths[0]) == whole)
    }

    @Test func `names the parts that are missing`() throws {
        let path = try folder.write(GGUFBytes.sample.all, to: "big-00002-of-00004.gguf")
        #expect { try ModelFile(path: path) } throws: { error in
            (error as? GGUFError)?.fault == .missingParts([1, 3, 4]) && "\(error)" == "\(path): missing part 1, 3, 4."
        }
    }

    @Test func `is not there when its data are cut short`() throws {
        let bytes = GGUFBytes.sample.all
        let path = try folder.write(Array(bytes.dropLast(100)))
        #expect { try ModelFile(path: path) } throws: { error in
            (error as? GGUFError)?.fault == .cutShort(expected: 3616, actual: bytes.count - 100)
        }
    }

    // MARK: Identity

    @Test func `keeps its identity wherever it lies`() throws {
        let one = try ModelFile(path: folder.write(GGUFBytes.sample.all, to: "one.gguf", modified: 1_000_000))
        let other = try ModelFile(path: folder.write(GGUFBytes.sample.all, to: "other.gguf", modified: 1_000_000))
        #expect(one.identity == other.identity)
        #expect(one.identity.utf8.count == 64)
        #expect(one.identity.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }

    @Test func `has the identity that its description promises`() throws {
        let file = try ModelFile(path: folder.write(GGUFBytes.sample.all, modified: 1_000_000.25))
        var hash = SHA256()
        for number in [Int64(GGUFBytes.sample.all.count), 1_000_000, 250_000_000] {
            hash.update(GGUFBytes.bytes(number))
        }
        hash.update(GGUFBytes.sample.header)
        #expect(file.identity == hash.hexDigits)
    }

    @Test func `changes its identity with size, time and header`() throws {
        var larger = GGUFBytes.sample
        larger.data.append(0)
        var renamed = GGUFBytes.sample
        renamed.pairs[1].value = .string("Tony")
        let identities = try [
            ModelFile(path: folder.write(GGUFBytes.sample.all, modified: 1_000_000)),
            ModelFile(path: folder.write(GGUFBytes.sample.all, modified: 1_000_001)),
            ModelFile(path: folder.write(larger.all, modified: 1_000_000)),
            ModelFile(path: folder.write(renamed.all, modified: 1_000_000)),
        ].map(\.identity)
        #expect(Set(identities).count == 4)
    }

    // MARK: Capabilities

    @Test(arguments: [
        ("{{ messages }}", [ModelFile.Capability.completion]),
        ("{% if tools %}", [.completion, .tools]),
        ("{{ m.tool_calls }}", [.completion, .tools]),
        ("<think>{{ x }}</think>", [.completion, .thinking]),
        ("{{ c.split('</think>')[-1] }} tools", [.completion, .tools, .thinking]),
        ("no </think> without its start", [.completion]),
        ("only <think>", [.completion]),
    ])
    func `reads capabilities from the chat template`(_ template: String, _ expected: [ModelFile.Capability]) throws {
        let file = try model([
            ("general.architecture", .string("llama")), ("tokenizer.chat_template", .string(template)),
        ])
        #expect(file.capabilities == expected)
    }

    @Test func `reads tools from a template of their own`() throws {
        #expect(
            try model([("tokenizer.chat_template.tool_use", .string("tools"))]).capabilities == [.completion, .tools]
        )
    }

    @Test(arguments: ["bert", "llama"])
    func `can embed and nothing else`(_ architecture: String) throws {
        let file = try model([
            ("general.architecture", .string(architecture)), ("\(architecture).pooling_type", .uint32(1)),
            ("tokenizer.chat_template", .string("tools")),
        ])
        #expect(file.capabilities == [.embedding])
    }

    @Test func `fills in when all three marks are there`() throws {
        let ids = ["fim_pre", "suffix", "fim_mid"].map { ("tokenizer.ggml.\($0)_token_id", GGUFBytes.Value.uint32(1)) }
        #expect(try model(ids).capabilities == [.completion, .insert])
        #expect(try model(Array(ids.dropLast())).capabilities == [.completion])
    }

    @Test(arguments: [
        (["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"], true),
        (["x", "<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>", "y"], true),
        (["<PRE>", "<SUF>"], false),
        (["<|fim_prefix|>", "<|fim_prefix|>", "<|fim_prefix|>"], false),
    ])
    func `finds the marks in the vocabulary`(_ tokens: [String], _ expected: Bool) throws {
        let vocabulary = GGUFBytes.Value.array(type: 8, tokens.map { .string($0) })
        #expect(try model([("tokenizer.ggml.tokens", vocabulary)]).capabilities.contains(.insert) == expected)
    }

    @Test func `sees and hears with a projector`() throws {
        let silent = GGUFBytes(pairs: [("general.architecture", .string("clip"))])
        let ears = GGUFBytes(pairs: [
            ("clip.has_vision_encoder", .bool(false)), ("clip.has_audio_encoder", .bool(true)),
        ])
        let both = GGUFBytes(pairs: [("clip.has_vision_encoder", .bool(true)), ("clip.has_audio_encoder", .bool(true))])
        #expect(try model([], projector: silent).capabilities == [.completion, .vision])
        #expect(try model([], projector: ears).capabilities == [.completion, .audio])
        #expect(try model([], projector: both).capabilities == [.completion, .vision, .audio])
        #expect(try model([]).capabilities == [.completion])
    }

    @Test func `sees without a projector when it has eyes of its own`() throws {
        let file = try model([("general.architecture", .string("mllama")), ("mllama.vision.block_count", .uint32(1))])
        #expect(file.capabilities == [.completion, .vision])
    }

    // MARK: Size

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1K"), (1499, "1K"), (1500, "2K"), (999_999, "1000K"), (1_000_000, "1M"),
        (1_004_999, "1.00M"), (1_005_000, "1.01M"), (134_515_008, "134.52M"), (134_500_000, "134.50M"),
        (999_999_999, "1000.00M"), (1_000_000_000, "1B"), (7_615_616_512, "7.6B"), (1_050_000_001, "1.1B"),
        (70_553_706_496, "70.6B"), (8_000_000_000, "8B"), (.max, "9223372036.9B"),
    ])
    func `prints its size like Ollama`(_ count: Int, _ expected: String) {
        #expect(ModelFile.parameterSize(count) == expected)
    }
}
