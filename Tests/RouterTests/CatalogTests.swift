import Foundation
import Providers
import Router
import Schema
import Testing

@Suite struct `The catalog` {
    private static let text = """
        default_model: Chat
        keep_alive: 1m
        variants: {cpu: {executable: one}, gpu: {executable: two}}
        variant: cpu
        models:
          - {id: "smollm2:135m", aliases: [chat], config: {model_path: /a.gguf}}
          - {id: all-minilm, aliases: ["embed:latest"], keep_alive: -1, variant: gpu, config: {model_path: /b.gguf}}
          - {id: sleeping, enabled: false, config: {model_path: /c.gguf}}
          - {id: Qwen3, config: {model_path: /d.gguf}}
        """

    private func catalog(_ text: String = text) throws -> Catalog {
        try Catalog(parsing: Array(text.utf8), from: "/models.yaml") { _ in nil }
    }

    @Test(arguments: [
        ("smollm2:135m", ModelID("smollm2:135m")), ("SmolLM2:135M", "smollm2:135m"), ("chat", "smollm2:135m"),
        ("chat:latest", "smollm2:135m"), ("CHAT:Latest", "smollm2:135m"), ("all-minilm", "all-minilm"),
        ("all-minilm:latest", "all-minilm"), ("embed", "all-minilm"), ("embed:latest", "all-minilm"),
        ("qwen3", "Qwen3"), ("QWEN3:LATEST", "Qwen3"),
    ])
    func `finds a model by each of its names`(_ name: String, _ expected: ModelID) throws {
        #expect(try catalog().find(name) == expected)
    }

    @Test(arguments: ["smollm2", "smollm2:135", "sleeping", "", ":latest", "chat:v1", "chat:latest:latest", " chat"])
    func `finds no model by another name, nor one that is not enabled`(_ name: String) {
        let error = #expect(throws: UnknownModel.self) { try catalog().find(name) }
        #expect(error?.name == name)
        #expect(error?.known.count == 3)
    }

    @Test(arguments: [
        ("qwen", "Qwen3"), ("embedd", "all-minilm"), ("all-mini-lm", "all-minilm"), ("nothing like it", "smollm2:135m"),
    ])
    func `names the model first that was perhaps meant`(_ name: String, _ expected: ModelID) {
        let error = #expect(throws: UnknownModel.self) { try catalog().find(name) }
        #expect(error?.known.first == expected)
    }

    @Test func `lists the enabled models in the order of the file`() throws {
        let catalog = try catalog()
        #expect(catalog.models.map(\.id) == ["smollm2:135m", "all-minilm", "Qwen3"])
        #expect(catalog["all-minilm"]?.names == ["all-minilm", "embed:latest"])
        #expect(catalog["sleeping"] == nil)
        #expect(catalog["ALL-MINILM"] == nil)
    }

    @Test func `knows the default model by an alias too`() throws {
        #expect(try catalog().defaultModel == "smollm2:135m")
        #expect(try catalog("models: []").defaultModel == nil)
    }

    @Test func `gives a model what it says itself, or else what the server says`() throws {
        let catalog = try catalog()
        let models = catalog.models
        #expect(models.map(catalog.keepAlive) == [.duration(.seconds(60)), .forever, .duration(.seconds(60))])
        #expect(models.map { catalog.variant(of: $0)?.executable?.name } == ["one", "two", "one"])
        let plain = try self.catalog("models: [{id: a, config: {model_path: /a}}]")
        #expect(plain.variant(of: plain.models[0]) == nil)
    }

    @Test func `can be empty`() throws {
        let catalog = try catalog("")
        #expect(catalog.models.isEmpty)
        #expect(#expect(throws: UnknownModel.self) { try catalog.find("x") }?.known == [])
    }

    @Test func `survives whatever is done to its file`() {
        let seed: UInt64 = 0xCA7A
        var random = SplitMix64(seed: seed)
        let sample = Array(Self.text.utf8)
        let words = ["-1", "[]", "{}", "~", "x", "'", "\n", " ", ":", "id", "${", "null", "99999999999999999999", "- "]
        var readable = 0
        for _ in 0..<4000 {
            var bytes = sample
            let start = Int.random(in: bytes.indices, using: &random)
            let end = min(start + Int.random(in: 0...6, using: &random), bytes.count)
            bytes.replaceSubrange(start..<end, with: (words.randomElement(using: &random) ?? "").utf8)
            do throws(ConfigurationFailure) {
                _ = try Catalog(parsing: bytes, from: "/models.yaml") { _ in nil }
                readable += 1
            } catch {
                #expect(!error.problems.isEmpty)
                #expect(error.problems.allSatisfy { $0.mark != nil })
            }
        }
        // Both ways must be taken often, or this proves little.
        #expect((400..<3600).contains(readable))
    }
}

@Suite struct `Reading models.yaml` {
    /// Runs a test in a folder of its own.
    private func withFolder(_ test: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "paddock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try test(folder.path)
    }

    private func failure(_ path: String) -> String? {
        #expect(throws: ConfigurationFailure.self) { try Catalog(reading: path) }?.description
    }

    @Test func `takes relative paths from the file's folder`() throws {
        try withFolder { folder in
            let path = "\(folder)/models.yaml"
            try Data("models: [{id: a, config: {model_path: a.gguf}}]".utf8).write(to: URL(filePath: path))
            #expect(try Catalog(reading: path).models.map(\.config.modelPath.path) == ["\(folder)/a.gguf"])
        }
        let here = FileManager.default.currentDirectoryPath
        for (path, folder) in [("models.yaml", here), ("sub/models.yaml", "\(here)/sub"), ("/models.yaml", "")] {
            let text = Array("models: [{id: a, config: {model_path: a.gguf}}]".utf8)
            #expect(try Catalog(parsing: text, from: path).models.map(\.config.modelPath.path) == ["\(folder)/a.gguf"])
        }
    }

    @Test func `takes variables from the environment`() {
        #expect(Catalog.variable("PATH") == ProcessInfo.processInfo.environment["PATH"])
        #expect(Catalog.variable("NO_SUCH_VARIABLE") == nil)
    }

    @Test func `says why a file cannot be read`() throws {
        try withFolder { folder in
            #expect(failure("\(folder)/none.yaml") == "\(folder)/none.yaml: cannot be read: No such file or directory")
            #expect(failure(folder) == "\(folder): cannot be read: Is a directory")
            let path = "\(folder)/large.yaml"
            try Data(repeating: UInt8(ascii: "#"), count: 2_000_000).write(to: URL(filePath: path))
            #expect(failure(path) == "\(path):1:1: the file is longer than 1048576 bytes")
        }
    }

    @Test func `says everything on lines of its own`() throws {
        try withFolder { folder in
            let path = "\(folder)/models.yaml"
            try Data("max_loaded_models: 0\nvariant: x\n".utf8).write(to: URL(filePath: path))
            #expect(
                failure(path) == """
                    \(path):1:1: max_loaded_models: must be from 1 to 64
                    \(path):2:1: variant: no variant is named 'x'; there is none
                    """
            )
        }
    }
}
