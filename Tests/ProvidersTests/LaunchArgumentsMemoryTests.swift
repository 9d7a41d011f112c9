import Foundation
import Store
import Testing

@testable import Providers

@Suite struct `Memory of a launch` {
    private func launch(_ arguments: String, model: String = "/models/m.gguf") throws -> LaunchArguments {
        var settings = LlamaServerSettings(modelPath: model, name: "m")
        settings.aliasArguments = [arguments]
        let facts = BinaryFacts(version: "", help: "")
        return try LaunchArguments(settings, facts: facts, socketPath: "/run/1.sock")
    }

    private func expect(
        _ arguments: String,
        draft: Bool = false,
        _ change: (inout ContextSettings) -> Void,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        var expected = ContextSettings()
        change(&expected)
        let launch = try launch(arguments)
        let actual = draft ? launch.draftSettings : launch.contextSettings
        #expect(actual == expected, "\(arguments)", sourceLocation: location)
    }

    @Test func `starts from llama-server's defaults`() throws {
        try expect("") { _ in }
    }

    @Test(arguments: ["-c 4096", "--ctx-size 4096", "--ctx_size=4096", "--kv-unified-per-slot 1024", "-c 1 -c 4096"])
    func `reads every spelling of the context`(_ arguments: String) throws {
        try expect(arguments) { $0.tokens = 4096 }
    }

    @Test func `tells slots that share from slots that divide`() throws {
        try expect("-np 2") { ($0.slots, $0.isUnified) = (2, false) }
        try expect("--parallel 2 --kv-unified") { ($0.slots, $0.isUnified) = (2, true) }
        try expect("-np 2 -kvu -no-kvu") { ($0.slots, $0.isUnified) = (2, false) }
        try expect("-np -1") { _ in }
    }

    @Test func `reads batches, types and switches`() throws {
        try expect("-b 256 --ubatch-size 64") { ($0.batch, $0.microbatch) = (256, 64) }
        try expect("-ctk q8_0 --cache-type-v q4_0") { ($0.keyType, $0.valueType) = (.q80, .q40) }
        try expect("-ctk nonsense -b x") { _ in }
        try expect("-fa off") { $0.usesFlashAttention = false }
        try expect("--flash-attn on") { _ in }
        try expect("--swa-full") { $0.keepsWholeWindow = true }
        try expect("--rerank") { $0.givesVectors = true }
        try expect("--embeddings") { $0.givesVectors = true }
        try expect("--pooling last") { $0.givesVectors = true }
        try expect("--pooling none") { _ in }
    }

    @Test func `gives a draft model a cache of its own type`() throws {
        try expect("-ctk q8_0 -c 512 -ctvd q4_0", draft: true) { ($0.tokens, $0.valueType) = (512, .q40) }
    }

    // MARK: Files

    private let files = ModelFiles()

    /// A model whose weights are so many bytes.
    private func model(_ folder: TemporaryModels, weights: Int, _ name: String = "model.gguf") throws -> String {
        try folder.write(weights: weights, to: name)
    }

    @Test func `shares the weights that are mapped`() throws {
        let folder = try TemporaryModels()
        let path = try model(folder, weights: 5_000_000)
        let small = try model(folder, weights: 0, "small.gguf")
        let base = try launch("-c 512", model: small).footprint(reading: files, hasDevices: false)
        func footprint(_ arguments: String, hasDevices: Bool = false) throws -> Footprint {
            try launch("-c 512 \(arguments)", model: path).footprint(reading: files, hasDevices: hasDevices)
        }
        let shared = Footprint(own: base.own, shared: 5_000_000, file: path)
        let own = Footprint(own: base.own + 5_000_000)
        #expect(base.own > 6_000_000)
        for arguments in ["", "-lm mmap", "-lm mmap+mlock", "--load-mode auto", "--mmap"] {
            #expect(try footprint(arguments) == shared)
        }
        for arguments in ["-lm none", "-lm mlock", "-lm dio", "--no-mmap"] {
            #expect(try footprint(arguments) == own)
        }
        #expect(try footprint("", hasDevices: true) == own)
        #expect(try footprint("-ngl 99", hasDevices: true) == own)
        #expect(try footprint("-ngl 0", hasDevices: true) == shared)
        #expect(try footprint("-dev none", hasDevices: true) == shared)
    }

    @Test func `counts what lies on the device alone, when only some layers do`() throws {
        let folder = try TemporaryModels()
        let path = try folder.write(weights: 5_000_000, to: "layers.gguf", layers: 4)
        func own(_ layers: Int) throws -> Int {
            try launch("-c 512 -ngl \(layers)", model: path).footprint(reading: files, hasDevices: true).own
        }
        #expect(try own(1) == own(99) / 5)
        #expect(try own(4) == own(99) / 5 * 4)
        #expect(try own(-1) == own(99) && own(5) == own(99))
    }

    @Test func `adds what is read besides the model`() throws {
        let folder = try TemporaryModels()
        let path = try model(folder, weights: 0)
        let extra = try model(folder, weights: 1_000_000, "extra.gguf")
        func own(_ arguments: String) throws -> Int {
            try launch("-c 512 \(arguments)", model: path).footprint(reading: files, hasDevices: false).own
        }
        let base = try own("")
        let size = try files.file(at: extra).size
        #expect(try own("--mmproj \(extra)") == base + size)
        #expect(try own("--mmproj \(extra) --no-mmproj") == base)
        #expect(try own("--lora \(extra)") == base + size)
        #expect(try own("--lora-scaled \(extra):0.5") == base + size)
        #expect(try own("--lora-scaled \(extra) 0.5") == base + size)
        #expect(try own("--lora \(extra),\(path)") == base + size + files.file(at: path).size)
        #expect(try own("-md \(extra)") > base + 1_000_000)
        #expect(throws: GGUFError.self) { try own("--mmproj \(folder.path)/missing.gguf") }
    }

    @Test func `names what a measurement is good for`() throws {
        let key = try launch("-c 512").footprintKey
        #expect(try launch("-c 512").footprintKey == key)
        #expect(try launch("-c 513").footprintKey != key)
        #expect(try launch("-c 512", model: "/models/n.gguf").footprintKey != key)
        #expect(!key.contains("1.sock"))
    }
}

/// A folder with models that have weights and nothing else, gone when nobody holds it any more.
private final class TemporaryModels {
    let path = NSTemporaryDirectory() + "memory-tests-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(weights: Int, to name: String, layers: UInt8 = 0) throws -> String {
        // Magic, version 3, no tensors, and two keys at most: a text and a number of 32 bits.
        var header = Array("GGUF".utf8) + [3, 0, 0, 0] + [UInt8](repeating: 0, count: 8)
        header += [layers > 0 ? 2 : 0, 0, 0, 0, 0, 0, 0, 0]
        if layers > 0 {
            header += text("general.architecture") + [8, 0, 0, 0] + text("t")
            header += text("t.block_count") + [4, 0, 0, 0, layers, 0, 0, 0]
        }
        let file = "\(path)/\(name)"
        try Data(header + [UInt8](repeating: 0, count: weights)).write(to: URL(fileURLWithPath: file))
        return file
    }

    private func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count), 0, 0, 0, 0, 0, 0, 0] + text.utf8 }
}
