import Store
import Testing

@Suite struct `The name of a model` {
    @Test(arguments: [
        ("smollm2", "smollm2:latest"), ("smollm2:135m", "smollm2:135m"), (" smollm2 ", "smollm2:latest"),
        ("library/smollm2", "smollm2:latest"), ("registry.ollama.ai/library/a:b", "a:b"),
        ("REGISTRY.ollama.ai/Library/A:B", "A:B"), ("ns/x:v1", "ns/x:v1"), ("hf.co/a/b:q4", "hf.co/a/b:q4"),
        ("127.0.0.1:5000/ns/m", "127.0.0.1:5000/ns/m:latest"), ("https://hf.co/a/b", "hf.co/a/b:latest"),
        ("_a.b-c:_1", "_a.b-c:_1"),
    ])
    func `is shown without what most names share`(_ name: String, _ shown: String) {
        #expect(ModelReference(name)?.displayed == shown)
    }

    @Test(arguments: [
        "", " ", ":", "::", "a:", ":b", "a/b/c/d", "/a", "a/", "a//b", "-a", ".a", "a b", "a:b:c", "é", "ns.x/a", "a@b",
        "ftp://hf.co/a/b", "../a", "a/..", String(repeating: "a", count: 81),
    ])
    func `has parts of few kinds of characters`(_ name: String) {
        #expect(ModelReference(name) == nil)
    }

    @Test func `is the same in any letter case`() {
        #expect(ModelReference("SmolLM2:135M") == ModelReference("smollm2:135m"))
        #expect(ModelReference("SmolLM2:135M")?.hashValue == ModelReference("smollm2:135m")?.hashValue)
        #expect(ModelReference("a:b") != ModelReference("a:c"))
        #expect(ModelReference("a") == ModelReference("a:latest"))
    }

    @Test func `spells every part in its folder`() {
        #expect(ModelReference("x")?.path == "registry.ollama.ai/library/x/latest")
    }
}

@Suite struct `The digest of a file` {
    private static let digits = String(repeating: "aB", count: 32)

    @Test func `is read with either mark, its digits in any case`() {
        #expect(Digest("sha256:\(Self.digits)")?.description == "sha256:\(Self.digits.lowercased())")
        #expect(Digest("sha256-\(Self.digits)") == Digest("sha256:\(Self.digits)"))
        #expect(Digest("sha256:\(Self.digits)")?.shortened == "abababababab")
    }

    @Test(arguments: [
        "", "sha256:", "sha256:12", "SHA256:\(digits)", "sha256:\(digits)0", "md5:\(digits)", digits,
        "sha256:\(String(repeating: "g", count: 64))", "sha256:\(String(repeating: "é", count: 32))",
    ])
    func `is nothing else`(_ text: String) {
        #expect(Digest(text) == nil)
    }
}
