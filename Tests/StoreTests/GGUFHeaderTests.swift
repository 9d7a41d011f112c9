import Foundation
import Testing

@testable import Store

@Suite struct `GGUF header` {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func header(_ file: GGUFBytes) throws -> GGUFHeader {
        try GGUFHeader(path: folder.write(file.all))
    }

    /// A header with one pair, whose value is given byte by byte.
    private func header(type: UInt32, value: [UInt8]) throws -> GGUFHeader {
        var bytes = GGUFBytes().header
        bytes.replaceSubrange(16..<24, with: GGUFBytes.bytes(UInt64(1)))
        bytes += GGUFBytes.Value.string("key").bytes + GGUFBytes.bytes(type) + value
        return try GGUFHeader(path: folder.write(bytes))
    }

    private func fault(_ read: () throws -> GGUFHeader) -> GGUFError.Fault? {
        do {
            _ = try read()
            return nil
        } catch {
            return (error as? GGUFError)?.fault
        }
    }

    @Test func `keeps long lists for those who want them`() throws {
        let folder = try TemporaryFolder()
        let words = (0..<300).map { GGUFBytes.Value.string("w\($0)") }
        let bytes = GGUFBytes(pairs: [("tokenizer.ggml.tokens", .array(type: 8, words))])
        let path = try folder.write(bytes.header)
        #expect(try GGUFHeader(path: path).metadata["tokenizer.ggml.tokens"] == .omitted(count: 300))
        let kept = try GGUFHeader(path: path, keepsLists: true).metadata["tokenizer.ggml.tokens"]
        #expect(kept == .list((0..<300).map { .text("w\($0)") }))
    }

    @Test(arguments: [UInt32(2), 3])
    func `reads every type of value`(_ version: UInt32) throws {
        var file = GGUFBytes.sample
        file.version = version
        let header = try header(file)
        #expect(header.version == version)
        #expect(header.metadata.count == file.pairs.count)
        let expected: [String: GGUFValue] = [
            "general.name": .text("Tiny"), "a.uint8": .integer(200), "a.int8": .integer(-1),
            "a.uint16": .integer(65535),
            "a.int16": .integer(-2), "general.file_type": .integer(3), "a.int32": .integer(-3),
            "a.float32": .float(0.5),
            "a.bool": .bool(true), "llama.embedding_length": .integer(64), "a.uint64": .unsigned(.max),
            "a.int64": .integer(.min), "a.float64": .float(0.25), "a.list": .list([.integer(1), .integer(-1)]),
            "a.texts": .list([.text("x"), .text("")]), "a.nested": .omitted(count: 2),
            "tokenizer.ggml.tokens": .omitted(count: 3),
        ]
        for (key, value) in expected { #expect(header.metadata[key] == value, "\(key)") }
    }

    @Test func `tells the facts that everybody asks for`() throws {
        let header = try header(.sample)
        #expect(header.architecture == "llama")
        #expect(header.name == "Tiny")
        #expect(header.sizeLabel == "1K")
        #expect(header.license == "apache-2.0")
        #expect(header.fileType == "Q4_1")
        #expect(header.contextLength == 2048)
        #expect(header.embeddingLength == 64)
        #expect(header.chatTemplate == "{{ messages }}")
        #expect(header.poolingType == nil)
        #expect(!header.isEmbedding)
        #expect(header.tensorCount == 4)
        #expect(header.parameterCount == 640 + 640 + 1 + 0)
        #expect(header.length == GGUFBytes.sample.header.count)
    }

    @Test(arguments: [
        (0, "F32"), (1, "F16"), (7, "Q8_0"), (15, "Q4_K_M"), (18, "Q6_K"), (30, "IQ4_XS"), (32, "BF16"),
        (1024 + 15, "Q4_K_M"),
        (5, nil), (9999, nil),
    ])
    func `names the type of the weights`(_ number: UInt32, _ name: String?) throws {
        #expect(try header(GGUFBytes(pairs: [("general.file_type", .uint32(number))])).fileType == name)
    }

    @Test(arguments: [
        ("bert", false, true), ("nomic-bert-moe", false, true), ("qwen3", true, true), ("qwen3", false, false),
        ("clip", false, false),
    ])
    func `knows an embedding model`(_ architecture: String, _ hasPooling: Bool, _ expected: Bool) throws {
        var file = GGUFBytes(pairs: [("general.architecture", .string(architecture))])
        if hasPooling { file.pairs.append(("\(architecture).pooling_type", .uint32(3))) }
        let header = try header(file)
        #expect(header.isEmbedding == expected)
        #expect(header.poolingType == (hasPooling ? 3 : nil))
    }

    @Test func `takes no senseless length for a fact`() throws {
        for value: GGUFBytes.Value in [.int32(-1), .uint64(.max), .uint32(0), .string("4096"), .float32(1)] {
            let header = try header(
                GGUFBytes(pairs: [("general.architecture", .string("x")), ("x.context_length", value)])
            )
            #expect(header.contextLength == nil)
        }
    }

    @Test func `counts long arrays and keeps short ones`() throws {
        let numbers = (0..<300).map { GGUFBytes.Value.uint32($0) }
        let file = GGUFBytes(pairs: [
            ("short", .array(type: 4, Array(numbers.prefix(256)))), ("long", .array(type: 4, numbers)),
            ("texts", .array(type: 8, (0..<100_000).map { .string("token \($0)") })), ("last", .bool(true)),
        ])
        let header = try header(file)
        #expect(header.metadata["short"] == .list((0..<256).map { .integer($0) }))
        #expect(header.metadata["long"] == .omitted(count: 300))
        #expect(header.metadata["texts"] == .omitted(count: 100_000))
        #expect(header.metadata["last"] == .bool(true))
    }

    @Test func `reads texts across the pieces of the file`() throws {
        let text = String(repeating: "0123456789", count: 20_000)
        let file = GGUFBytes(pairs: [("a", .string(text)), ("b", .string(text)), ("c", .uint8(1))])
        let header = try header(file)
        #expect(header.metadata["b"] == .text(text))
        #expect(header.metadata["c"] == .integer(1))
    }

    @Test func `keeps no more text than a header needs`() throws {
        let text = String(repeating: "x", count: 3 << 20)
        let header = try header(GGUFBytes(pairs: [("a", .string(text)), ("b", .string(text)), ("c", .string("z"))]))
        #expect(header.metadata["a"] == .text(text))
        #expect(header.metadata["b"] == .omitted(count: 3 << 20))
        #expect(header.metadata["c"] == .text("z"))
    }

    @Test func `repairs a text that is not UTF-8`() throws {
        #expect(
            try header(type: 8, value: GGUFBytes.bytes(UInt64(2)) + [0x61, 0xFF]).metadata["key"] == .text("a\u{FFFD}")
        )
    }

    @Test func `refuses a file cut at any byte of its header`() throws {
        let bytes = GGUFBytes.sample.header
        for length in 0..<bytes.count {
            let path = try folder.write(Array(bytes.prefix(length)))
            let fault = fault { try GGUFHeader(path: path) }
            guard case .truncated = fault else {
                Issue.record("cut at \(length): \(String(describing: fault))")
                return
            }
        }
        #expect(try GGUFHeader(path: folder.write(bytes)).tensorCount == 4)
    }

    @Test func `says what is wrong and where`() throws {
        // 24 bytes of counts, 8 + 20 of the key, 4 of its type, 8 of the text's length: 64. Then too short a text.
        let file = GGUFBytes(pairs: [("general.architecture", .string("llama"))])
        let path = try folder.write(Array(file.header.prefix(66)))
        #expect { try GGUFHeader(path: path) } throws: {
            "\($0)" == "\(path): the file ends within general.architecture (byte 64)."
        }
    }

    @Test func `refuses what is no GGUF file`() throws {
        #expect(fault { try GGUFHeader(path: folder.write([])) } == .truncated("the magic"))
        #expect(fault { try GGUFHeader(path: folder.write(Array("hello world".utf8))) } == .notGGUF)
        #expect(fault { try GGUFHeader(path: folder.path) } == .notAFile)
        #expect(fault { try header(GGUFBytes(version: 1)) } == .unsupportedVersion(1))
        #expect(fault { try header(GGUFBytes(version: UInt32(3).byteSwapped)) } == .unsupportedVersion(0x0300_0000))
        guard case .unreadable = fault({ try GGUFHeader(path: "\(folder.path)/none.gguf") }) else {
            Issue.record("a file that is not there was read")
            return
        }
    }

    @Test func `does not wait for a named pipe`() {
        let path = "\(folder.path)/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        #expect(fault { try GGUFHeader(path: path) } == .notAFile)
    }

    @Test(arguments: [UInt64(1 << 20), 1 << 32, 1 << 62, UInt64(Int64.max), 1 << 63, .max])
    func `trusts no length`(_ length: UInt64) throws {
        let claim = GGUFBytes.bytes(length)
        var bytes = GGUFBytes().header
        bytes.replaceSubrange(8..<16, with: claim)
        #expect(fault { try GGUFHeader(path: folder.write(bytes)) } == .truncated("the tensors"))
        bytes = GGUFBytes().header
        bytes.replaceSubrange(16..<24, with: claim)
        #expect(fault { try GGUFHeader(path: folder.write(bytes)) } == .truncated("the key-value part"))
        #expect(fault { try header(type: 8, value: claim + [1, 2, 3]) } == .truncated("key"))
        for type: UInt32 in [0, 4, 7, 8, 9, 12] {
            #expect(
                fault { try header(type: 9, value: GGUFBytes.bytes(type) + claim + [1, 2, 3]) } == .truncated("key")
            )
        }
        let nested = GGUFBytes.bytes(UInt32(9)) + GGUFBytes.bytes(UInt64(1)) + GGUFBytes.bytes(UInt32(8)) + claim
        #expect(fault { try header(type: 9, value: nested) } == .truncated("key"))
    }

    @Test func `bounds a header that a huge file would allow`() throws {
        let path = try folder.write(GGUFBytes().header)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.truncate(atOffset: 1 << 40)
        try file.seek(toOffset: 8)
        try file.write(contentsOf: Data(GGUFBytes.bytes(UInt64(1 << 30))))
        try file.close()
        #expect(fault { try GGUFHeader(path: path) } == .tooLarge("the tensors"))
    }

    @Test func `refuses values that cannot be`() throws {
        #expect(fault { try header(type: 13, value: [0]) } == .invalid("the type of 'key'"))
        #expect(
            fault { try header(type: 9, value: GGUFBytes.bytes(UInt32(77)) + [0]) } == .invalid("the type of 'key'")
        )
        #expect(fault { try header(GGUFBytes(pairs: [("", .uint64(0))])) } == .invalid("the length of a key"))
        #expect(
            fault { try header(GGUFBytes(pairs: [("a", .uint64(0)), ("a", .uint64(0))])) } == .invalid("the second 'a'")
        )
        #expect(
            fault { try header(GGUFBytes(tensors: [("t", [1, 1, 1, 1, 1])])) } == .invalid("the shape of tensor 0")
        )
        #expect(
            fault { try header(GGUFBytes(tensors: [("t", [1 << 40, 1 << 40])])) } == .invalid("the shape of tensor 0")
        )
        #expect(fault { try header(GGUFBytes(tensors: [("t", [.max])])) } == .invalid("the shape of tensor 0"))
        let huge = (name: "t", shape: [UInt64(Int.max)])
        #expect(fault { try header(GGUFBytes(tensors: [huge, huge])) } == .invalid("the number of parameters"))
    }

    @Test func `refuses arrays that are nested too deeply`() throws {
        func nested(_ depth: Int) -> GGUFBytes.Value {
            depth == 0 ? .array(type: 0, [.uint8(1)]) : .array(type: 9, [nested(depth - 1)])
        }
        #expect(try header(GGUFBytes(pairs: [("a", nested(7))])).metadata["a"] == .omitted(count: 1))
        #expect(fault { try header(GGUFBytes(pairs: [("a", nested(8))])) } == .invalid("the nesting of 'a'"))
    }

    @Test func `survives any damage`() throws {
        var random = SplitMix64(state: 0x5EED)
        let original = GGUFBytes.sample.all
        for _ in 0..<3000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            let path = try folder.write(bytes)
            // Either is well; a crash or an endless loop is not.
            if let header = try? GGUFHeader(path: path) { #expect(header.length <= bytes.count) }
        }
    }
}

/// Random numbers that are the same on every run.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
