import Providers
import Router
import Schema
import Testing

@Suite struct `The difference of two catalogs` {
    private static let before = """
        keep_alive: 1m
        variants: {cpu: {executable: one}, gpu: {executable: two}}
        models:
          - {id: a, config: {model_path: /a.gguf}}
          - {id: b, variant: cpu, config: {model_path: /b.gguf}}
          - {id: c, server_args: ["-t 2"], config: {model_path: /c.gguf}}
        """

    private func difference(_ replacements: (String, String)...) throws -> CatalogDifference {
        var text = Self.before
        for (old, new) in replacements {
            try #require(text.contains(old))
            text.replace(old, with: new)
        }
        return CatalogDifference(from: try catalog(Self.before), to: try catalog(text))
    }

    private func catalog(_ text: String) throws -> Catalog {
        try Catalog(parsing: Array(text.utf8), from: "/models.yaml") { _ in nil }
    }

    @Test func `is empty for the same file, however it is laid out`() throws {
        #expect(
            try difference((#"{id: a, config: {model_path: /a.gguf}}"#, #"{config: {model_path: /a.gguf}, id: a}"#))
                .isEmpty
        )
    }

    @Test(arguments: [
        ("/a.gguf", "/x.gguf", ["a"]), ("executable: one", "executable: three", ["b"]),
        ("variant: cpu", "variant: gpu", ["b"]),
        ("-t 2", "-t 3", ["c"]), ("keep_alive: 1m", #"server_args: ["-b 1"]"#, ["a", "b", "c"]),
        ("model_path: /c.gguf", "model_path: /c.gguf, n_ctx: 512", ["c"]),
    ])
    func `names the models that are run in another way`(_ old: String, _ new: String, _ changed: [String]) throws {
        let difference = try difference((old, new))
        #expect(difference.changed.map(\.name) == changed)
        #expect(difference.added.isEmpty && difference.removed.isEmpty && difference.postponed.isEmpty)
    }

    @Test(arguments: [
        ("{id: a,", "{id: a, pinned: true, aliases: [x], description: text,"), ("keep_alive: 1m", "keep_alive: 2m"),
        ("keep_alive: 1m", "max_loaded_models: 5"),
    ])
    func `does not name models whose wishes alone are others`(_ old: String, _ new: String) throws {
        #expect(try difference((old, new)).isEmpty)
    }

    @Test func `names models that came and went, and those that were turned off`() throws {
        let difference = try difference(("id: a,", "id: z,"), ("{id: b,", "{id: b, enabled: false,"))
        #expect(difference.added.map(\.name) == ["z"])
        #expect(difference.removed.map(\.name) == ["a", "b"])
    }

    @Test func `names keys that wait for the next start`() throws {
        let difference = try difference(
            ("keep_alive: 1m", "hang_timeout: 1s\nping_interval: 1s\nkv_cache: {enabled: false}")
        )
        #expect(difference.postponed == ["hang_timeout", "ping_interval", "kv_cache"])
    }
}
