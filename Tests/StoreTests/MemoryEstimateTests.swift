import Foundation
import Testing

@testable import Store

@Suite struct `Memory estimate` {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A model with 4 layers, 8 heads and 2 groups of 64 numbers, trained for 8192 tokens.
    private func model(
        _ architecture: String = "llama",
        _ changes: [String: GGUFBytes.Value] = [:]
    ) throws -> ModelFile {
        var values: [String: GGUFBytes.Value] = [
            "block_count": .uint32(4), "context_length": .uint32(8192), "embedding_length": .uint32(512),
            "feed_forward_length": .uint32(1024), "attention.head_count": .uint32(8),
            "attention.head_count_kv": .uint32(2),
        ]
        values.merge(changes) { $1 }
        let pairs = values.sorted { $0.key < $1.key }.map { ("\(architecture).\($0.key)", $0.value) }
        let bytes = GGUFBytes(pairs: [("general.architecture", .string(architecture))] + pairs)
        return try ModelFile(path: folder.write(bytes.all))
    }

    private func cache(_ model: ModelFile, _ change: (inout ContextSettings) -> Void = { _ in }) -> Int {
        var settings = ContextSettings()
        settings.tokens = 4096
        change(&settings)
        return MemoryEstimate(model, settings).cache
    }

    /// The bytes of one layer for one token: keys and values of 2 groups of 64 numbers, 2 bytes each.
    private let token = 2 * 2 * 64 * 2

    // MARK: Cache

    @Test func `counts keys and values of every layer`() throws {
        #expect(try cache(model()) == 4 * 4096 * token)
        #expect(try cache(model()) { $0.tokens = 0 } == 4 * 8192 * token)
        let sizes: [String: GGUFBytes.Value] = [
            "attention.key_length": .uint32(128), "attention.value_length": .uint32(32),
        ]
        #expect(try cache(model("llama", sizes)) == 4 * 4096 * 2 * (128 + 32) * 2)
    }

    @Test func `rounds the context up to 256 tokens`() throws {
        #expect(try cache(model()) { $0.tokens = 4097 } == 4 * 4352 * token)
        #expect(
            try cache(model()) { settings in
                settings.tokens = 1000
                settings.isUnified = false
                settings.slots = 3
            } == 3 * 4 * 512 * token
        )
    }

    @Test(arguments: [
        (KVCacheType.f32, 2.0), (.f16, 1), (.bf16, 1), (.q80, 0.53125), (.q51, 0.375), (.q50, 0.34375), (.q41, 0.3125),
        (.q40, 0.28125), (.iq4NL, 0.28125),
    ])
    func `knows the size of every type`(_ type: KVCacheType, _ ratio: Double) throws {
        let whole = Double(4 * 4096 * token)
        #expect(try Double(cache(model()) { $0.keyType = type }) == whole * (0.5 + ratio / 2))
        #expect(try Double(cache(model()) { $0.valueType = type }) == whole * (0.5 + ratio / 2))
    }

    @Test func `reads heads that differ from layer to layer`() throws {
        let heads = GGUFBytes.Value.array(type: 4, [.uint32(2), .uint32(0), .uint32(1), .uint32(8)])
        #expect(try cache(model("deci", ["attention.head_count_kv": heads])) == 11 * 4096 * token / 2)
    }

    @Test func `keeps compressed keys alone`() throws {
        let lengths: [String: GGUFBytes.Value] = [
            "attention.key_length_mla": .uint32(192), "attention.value_length_mla": .uint32(128),
            "attention.key_length": .uint32(576), "attention.head_count_kv": .uint32(1),
        ]
        #expect(try cache(model("deepseek2", lengths)) == 4 * 4096 * 576 * 2)
    }

    @Test func `leaves out layers that guess ahead or share a cache`() throws {
        #expect(try cache(model("glm4moe", ["nextn_predict_layers": .uint32(1)])) == 3 * 4096 * token)
        #expect(try cache(model("gemma4", ["attention.shared_kv_layers": .uint32(3)])) == 1 * 4096 * token)
    }

    @Test(arguments: ["bert", "nomic-bert", "llada"])
    func `knows models that keep nothing`(_ architecture: String) throws {
        #expect(try cache(model(architecture)) == 0)
    }

    // MARK: Windows

    @Test(arguments: [(true, 2, 2 * 512 + 512), (true, 8, 4096), (false, 2, 512 + 512)])
    func `bounds layers with a window`(_ isUnified: Bool, _ slots: Int, _ cells: Int) throws {
        let changes: [String: GGUFBytes.Value] = ["block_count": .uint32(12), "attention.sliding_window": .uint32(512)]
        let size = try cache(model("gemma3", changes)) { settings in
            settings.isUnified = isUnified
            settings.slots = slots
        }
        let (streams, full) = isUnified ? (1, 4096) : (slots, 4096 / slots)
        #expect(size == streams * (2 * full + 10 * cells) * token)
    }

    @Test func `keeps the whole window when asked`() throws {
        let gemma = try model("gemma3", ["attention.sliding_window": .uint32(512)])
        #expect(cache(gemma) { $0.keepsWholeWindow = true } == 4 * 4096 * token)
    }

    @Test(arguments: [
        ("gemma2", [true, false, true, false, true, false, true, false]),
        ("gemma3n", [true, true, true, true, false, true, true, true]),
        ("gpt-oss", [true, false, true, false, true, false, true, false]),
        ("smallthinker", [false, true, true, true, false, true, true, true]),
        ("llama4", [true, true, true, false, true, true, true, false]),
    ])
    func `knows which layers have the window`(_ architecture: String, _ expected: [Bool]) throws {
        let header = try model(architecture, ["attention.sliding_window": .uint32(512)]).header
        let window = try #require(SlidingWindow(header, layers: 8))
        #expect((0..<8).map(window.covers) == expected)
        #expect(window.length == (architecture == "llama4" ? 8192 : 512))
    }

    @Test func `believes a pattern of the file`() throws {
        let key = "attention.sliding_window_pattern"
        func covers(_ pattern: GGUFBytes.Value) throws -> [Bool]? {
            let changes: [String: GGUFBytes.Value] = ["attention.sliding_window": .uint32(64), key: pattern]
            return SlidingWindow(try model("gemma3", changes).header, layers: 4).map { (0..<4).map($0.covers) }
        }
        #expect(try covers(.array(type: 7, [.bool(false), .bool(true)])) == [false, true, false, false])
        #expect(try covers(.uint32(2)) == [true, false, true, false])
        #expect(try covers(.uint32(0)) == [true, true, true, true])
    }

    @Test(arguments: [("llama", 512), ("gemma3", 0), ("phi3", 512), ("exaone4", 512)])
    func `takes no window where there is none`(_ architecture: String, _ length: UInt32) throws {
        let header = try model(architecture, ["attention.sliding_window": .uint32(length)]).header
        #expect(SlidingWindow(header, layers: 4) == nil)
    }

    // MARK: Recurrent layers

    private let states: [String: GGUFBytes.Value] = [
        "ssm.conv_kernel": .uint32(4), "ssm.inner_size": .uint32(1024), "ssm.state_size": .uint32(16),
        "ssm.group_count": .uint32(1),
    ]
    private let state = 3 * (1024 + 2 * 16) + 16 * 1024

    @Test func `counts the states of each slot`() throws {
        let mamba = try model("mamba", states.merging(["attention.head_count_kv": .uint32(0)]) { $1 })
        #expect(cache(mamba) == 4 * state * 4 * 4)
        #expect(cache(mamba) { $0.slots = 1 } == 4 * state * 4)
        let rwkv = try model("rwkv7", ["wkv.head_size": .uint32(64), "attention.head_count_kv": .uint32(0)])
        #expect(cache(rwkv) { $0.slots = 1 } == 4 * 512 * (2 + 64) * 4)
    }

    @Test func `tells recurrent layers from others`() throws {
        func recurrent(_ architecture: String, _ changes: [String: GGUFBytes.Value]) throws -> [Bool] {
            let header = try model(architecture, states.merging(changes) { $1 }).header
            return ModelShape(header).layers.map { $0.isRecurrent && $0.keys == 0 }
        }
        let heads = GGUFBytes.Value.array(type: 4, [.uint32(0), .uint32(2), .uint32(0), .uint32(0)])
        let hidden = GGUFBytes.Value.array(type: 4, [.uint32(0), .uint32(0), .uint32(0), .uint32(9)])
        #expect(try recurrent("jamba", ["attention.head_count_kv": heads]) == [true, false, true, true])
        #expect(try recurrent("qwen3next", [:]) == [true, true, true, false])
        #expect(try recurrent("qwen35", ["full_attention_interval": .uint32(2)]) == [true, false, true, false])
        #expect(
            try recurrent("nemotron_h", ["attention.head_count_kv": heads, "feed_forward_length": hidden])
                == [true, false, true, false]
        )
        let both = try model("falcon-h1", states)
        #expect(cache(both) { $0.slots = 1 } == 4 * (4096 * token + state * 4))
    }

    // MARK: Everything else

    @Test func `grows with what is computed at once`() throws {
        func buffers(_ change: (inout ContextSettings) -> Void = { _ in }) throws -> Int {
            var settings = ContextSettings()
            settings.tokens = 4096
            change(&settings)
            let vocabulary = ["vocab_size": GGUFBytes.Value.uint32(32_000)]
            return MemoryEstimate(try model("llama", vocabulary), settings).buffers
        }
        let usual = try buffers()
        #expect(usual == 512 * (4096 * 2 + 4 * (5 * 512 + 3 * 1024) + 2 * 1024) + 4 * 32_000 * (4 + 12))
        #expect(try buffers { $0.microbatch = 2048 } > 3 * usual)
        #expect(try buffers { $0.batch = 128 } < usual / 2)
        #expect(try buffers { ($0.tokens, $0.batch, $0.microbatch) = (256, 4096, 4096) } < usual)
        #expect(try buffers { $0.usesFlashAttention = false } > usual + 512 * 4 * 8 * 4096 - 512 * 4 * 3 * 1024)
        // Every token's score for every word, in the graph and in the answer.
        #expect(try buffers { $0.givesVectors = true } > usual + 512 * 4 * 32_000 * 3 / 2)
    }

    @Test func `counts the weights without the header`() throws {
        let file = try ModelFile(path: folder.write(GGUFBytes.sample.all))
        #expect(MemoryEstimate(file, ContextSettings()).weights == GGUFBytes.sample.data.count)
    }

    @Test(
        .enabled(if: GGUFTensorType.repacked.contains(12)),
        arguments: [("blk.0.ffn_up.weight", 288), ("token_embd.weight", 0)]
    )
    func `knows weights that are repacked`(_ name: String, _ expected: Int) throws {
        var bytes = GGUFBytes(tensors: [(name, [64, 8])]).header
        bytes.replaceSubrange(bytes.count - 12..<bytes.count - 8, with: GGUFBytes.bytes(UInt32(12)))
        let file = try ModelFile(path: folder.write(bytes + [UInt8](repeating: 0, count: 600)))
        #expect(file.repackedSize == expected)
    }

    @Test func `survives hostile numbers`() throws {
        let values: [GGUFBytes.Value] = [
            .uint32(0), .uint32(.max), .int32(-1), .uint64(.max), .int64(.min), .uint32(UInt32(Int32.max)),
            .string("x"),
            .array(type: 4, []), .array(type: 4, [.uint32(.max), .uint32(7)]), .float32(.nan), .bool(true),
        ]
        let keys = [
            "block_count", "context_length", "embedding_length", "feed_forward_length", "attention.head_count",
            "attention.head_count_kv", "attention.key_length", "attention.sliding_window",
            "attention.sliding_window_pattern", "attention.shared_kv_layers", "nextn_predict_layers", "vocab_size",
            "ssm.conv_kernel", "ssm.inner_size", "ssm.state_size", "wkv.head_size", "shortconv.l_cache", "kda.head_dim",
            "full_attention_interval", "expert_used_count", "expert_feed_forward_length",
        ]
        var settings = ContextSettings()
        (settings.tokens, settings.slots, settings.batch, settings.microbatch) = (.max, .max, .max, .max)
        for architecture in ["llama", "gemma3", "gemma3n", "qwen3next", "bert"] {
            for value in values {
                let all = Dictionary(uniqueKeysWithValues: keys.map { ($0, value) })
                for changes in [all] + keys.map({ [$0: value] }) {
                    let file = try model(architecture, changes)
                    for settings in [settings, ContextSettings()] {
                        #expect(MemoryEstimate(file, settings).working >= 0)
                    }
                }
            }
        }
        settings.microbatch = -1
        #expect(MemoryEstimate(try model(), settings).working > 0)
    }
}
