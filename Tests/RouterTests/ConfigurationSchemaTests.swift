import Foundation
import Providers
import Router
import Schema
import Testing

@Suite struct `The schema of models.yaml` {
    private static let definitions = Configuration.jsonSchema["$defs"]?.object ?? JSONObject()

    @Test func `is a whole document whose references lead somewhere`() throws {
        let schema = Configuration.jsonSchema
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["$ref"] == "#/$defs/Configuration")
        #expect(
            Self.definitions.keys == [
                "APIKey", "Configuration", "KVCacheSettings", "ModelConfig", "ModelEntry", "QueueSettings",
                "RequestParameters",
                "Variant",
            ]
        )
        let references = schema.text.matches(of: /"\$ref":"#\/\$defs\/(\w+)"/).map { String($0.output.1) }
        #expect(references.count >= Self.definitions.keys.count)
        #expect(references.allSatisfy { Self.definitions[$0] != nil })
    }

    @Test func `refuses unknown keys, and asks for what must be there`() {
        #expect(Self.definitions.members.allSatisfy { $0.value["additionalProperties"] == false })
        let required = Self.definitions.members.compactMap { member in member.value["required"].map { (member.key, $0) }
        }
        #expect(
            Dictionary(uniqueKeysWithValues: required) == [
                "APIKey": ["name"], "ModelEntry": ["id", "config"], "ModelConfig": ["model_path"],
            ]
        )
    }

    @Test func `tells limits, choices and defaults`() {
        let server = Self.definitions["Configuration"]?["properties"]
        #expect(server?["max_loaded_models"]?["minimum"] == 1)
        #expect(server?["max_loaded_models"]?["maximum"] == 64)
        #expect(server?["max_loaded_models"]?["default"] == 2)
        #expect(server?["keep_alive"]?["default"] == "5m")
        #expect(server?["server_args"]?["default"] == ["--jinja --no-webui"])
        let config = Self.definitions["ModelConfig"]?["properties"]
        #expect(config?["cache_type"]?["enum"] == ["standard", "quantized", nil])
        #expect(config?["model_path"]?["format"] == "path")
    }

    @Test func `explains every key in sentences, once`() throws {
        for (name, definition) in Self.definitions.members.map({ ($0.key, $0.value) }) {
            let properties = try #require(definition["properties"]?.object)
            #expect(Set(properties.keys).count == properties.members.count)
            for member in properties.members {
                #expect(member.value["description"]?.string?.hasSuffix(".") == true, "\(name).\(member.key)")
            }
        }
    }
}

@Suite struct `The models.yaml that is shipped` {
    private static let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../models.yaml")
        .standardizedFileURL.path

    private func text() throws -> String { try String(contentsOfFile: Self.path, encoding: .utf8) }

    /// The file with every key that stands behind a `#` set.
    private func complete() throws -> String { try text().replacing(/#(?=[^ #\n])/, with: "") }

    @Test func `is valid as it stands`() throws {
        let catalog = try Catalog(reading: Self.path) { ["HOME": "/home/ada"][$0] }
        #expect(catalog.models.map(\.id) == ["smollm2", "all-minilm"])
        #expect(catalog.defaultModel == "smollm2")
        #expect(
            catalog.configuration.models.map(\.config.modelPath.path) == [
                "/home/ada/.cache/paddock/models/SmolLM2-135M-Instruct-Q4_1.gguf",
                "/home/ada/.cache/paddock/models/all-MiniLM-L6-v2-Q8_0.gguf",
                "/home/ada/.cache/paddock/models/gemma-3-270m-Q4_K_M.gguf",
            ]
        )
        #expect(catalog["smollm2"]?.config.contextLength == 2048)
        #expect(catalog.configuration.models.last?.isEnabled == false)
    }

    @Test func `is still valid with every key set`() throws {
        let text = try complete()
        #expect(throws: Never.self) {
            try Catalog(parsing: Array(text.utf8), from: Self.path) {
                ["HOME": "/home/ada", "PADDOCK_KEY_ADA": "sk-ada"][$0]
            }
        }
    }

    @Test func `explains every key in a comment, and shows its default`() throws {
        let file = try YAMLDocument(parsing: Array(try complete().utf8))
        let lines = try text().split(separator: "\n", omittingEmptySubsequences: false)
        for (place, field, value) in Self.fields(of: Configuration.rule, in: file.value) {
            #expect(value != nil, "\(place) is not shown")
            let index = file.mark(of: place).line - 1
            #expect(lines[index - 1].drop { $0 == " " }.hasPrefix("# "), "\(place) is not explained")
            let isDefault = lines[index].drop { $0 == " " }.hasPrefix("#")
            // Objects are shown by examples.
            let isExample = field.default?.object != nil || value?[0]?.object != nil
            guard isDefault, !isExample, let expected = field.default else { continue }
            #expect(value == expected, "\(place)")
        }
    }

    /// Every field that a value can have by a rule, with its place and value.
    private static func fields(
        of rule: Rule,
        in value: JSON?,
        below place: String = ""
    ) -> [(place: String, field: FieldRule, value: JSON?)] {
        switch rule {
        case .shape(let shape):
            shape.fields.flatMap { field in
                let place = place.isEmpty ? field.key : "\(place).\(field.key)"
                let value = value?[field.key]
                return [(place, field, value)] + fields(of: field.rule, in: value, below: place)
            }
        case .map(let rule):
            value?.object?.members.flatMap { fields(of: rule, in: $0.value, below: "\(place).\($0.key)") } ?? []
        case .list(.shape(let shape), _):
            // Keys that rule each other out stand in different entries.
            shape.fields.flatMap { field in
                let index = value?.array?.firstIndex { $0[field.key] != nil } ?? 0
                let (place, value) = ("\(place)[\(index)].\(field.key)", value?[index]?[field.key])
                return [(place, field, value)] + fields(of: field.rule, in: value, below: place)
            }
        default: []
        }
    }
}
