import Foundation
import Providers
import Router
import Schema
import Testing

@Suite struct `A written models.yaml` {
    private func entry(_ id: String, path: String, isEnabled: Bool = true) -> JSON {
        [
            "id": .string(id), "provider": "llama_cpp", "description": "llama, 7 GiB", "tags": ["gguf"],
            "enabled": .bool(isEnabled), "config": ["model_path": .string(path), "temperature": 0.7],
        ]
    }

    private func catalog(_ text: [UInt8]) throws -> Catalog { try Catalog(parsing: text, from: "/m.yaml") { _ in nil } }

    @Test func `can be served, and starts with the first model that is enabled`() throws {
        let entries = [
            entry("a", path: "/a", isEnabled: false), entry("b:Q4", path: "/${:-$}{HOME}"), entry("c", path: "/c"),
        ]
        let text = ModelsFile.text(of: entries, heading: "# Hello.\n")
        let catalog = try catalog(text)
        #expect(catalog.models.map(\.id) == ["b:Q4", "c"])
        #expect(catalog.models.first?.config.modelPath.path == "/${HOME}")
        #expect(catalog.models.first?.config.temperature == 0.7)
        #expect(catalog.defaultModel == "b:Q4")
        #expect(catalog.configuration.maxLoadedModels == 1)
        #expect(String(decoding: text, as: UTF8.self).hasPrefix("# Hello.\ndefault_model: \"b:Q4\"\n"))
    }

    @Test func `has no default model when none is enabled`() throws {
        let text = ModelsFile.text(of: [entry("a", path: "/a", isEnabled: false)], heading: "")
        #expect(try catalog(text).defaultModel == nil)
        #expect(!String(decoding: text, as: UTF8.self).contains("default_model"))
    }

    @Test func `gets only models whose names and files it does not have`() throws {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "models-file-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(FileManager.default.createFile(atPath: "\(folder)/real", contents: nil))
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "real")
        let old = """
            keep_alive: 1m # Mine.
            models:
              - {id: Orchid, aliases: [lily], config: {model_path: \(folder)/real}}
              - {id: gone, enabled: false, config: {model_path: /gone}}

            """
        let entries = [
            entry("orchid", path: "/1"), entry("Lily:latest", path: "/2"), entry("same", path: "\(folder)/link"),
            entry("also", path: "/gone"), entry("new", path: "/new"),
        ]
        let merger = try ModelsFile.Merger(entries, into: Array(old.utf8), at: "/m.yaml")
        #expect(merger.known == ["orchid", "Lily:latest", "same", "also"])
        #expect(merger.added.map { $0["id"] } == ["new"])
        let merged = try #require(merger.merged)
        #expect(String(decoding: merged, as: UTF8.self).hasPrefix(old))
        #expect(try catalog(merged).configuration.models.map(\.id) == ["Orchid", "gone", "new"])
        let again = try ModelsFile.Merger(entries, into: merged, at: "/m.yaml")
        #expect(again.added.isEmpty && again.merged == merged)
    }

    @Test func `is not added to when it is wrong`() {
        #expect(throws: ConfigurationFailure.self) {
            try ModelsFile.Merger([], into: Array("modles: []".utf8), at: "/m.yaml")
        }
    }
}
