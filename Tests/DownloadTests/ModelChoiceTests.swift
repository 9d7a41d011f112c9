import Schema
import Store
import Testing

@testable import Download

@Suite struct `Choosing files of a repository` {
    private func choice(_ paths: [String], _ wish: String? = nil) -> ModelChoice? {
        ModelChoice(from: paths.map { RepositoryFile($0, size: 1) }, wish: wish)
    }

    @Test(arguments: [
        (["a-Q8_0.gguf", "a-Q4_K_M.gguf", "a-Q2_K.gguf"], "a-Q4_K_M.gguf"),
        (["a-F16.gguf", "a-Q8_0.gguf"], "a-Q8_0.gguf"), (["a.gguf"], "a.gguf"),
        (["a-Q4_K_M.gguf", "deep/b-Q4_K_M.gguf", "README.md", "imatrix-Q4_K_M.gguf"], "a-Q4_K_M.gguf"),
    ])
    func `takes the usual one when nobody wishes for anything`(_ paths: [String], _ expected: String) {
        #expect(choice(paths)?.parts.map(\.path) == [expected])
    }

    @Test(arguments: [
        ("q8_0", "a-Q8_0.gguf"), ("Q4_K_M", "a-Q4_K_M.gguf"), ("UD-Q4_K_XL", "a-UD-Q4_K_XL.gguf"),
        ("a-q2_k.gguf", "a-Q2_K.gguf"), ("IQ1_S", "IQ1_S/a.gguf"),
    ])
    func `takes what is wished for, in any letter case`(_ wish: String, _ expected: String) {
        let paths = ["a-Q8_0.gguf", "a-Q4_K_M.gguf", "a-UD-Q4_K_XL.gguf", "a-Q2_K.gguf", "IQ1_S/a.gguf"]
        #expect(choice(paths, wish)?.parts.map(\.path) == [expected])
    }

    @Test(arguments: ["Q4_K", "Q4", "M", "gg"])
    func `does not take a part of a word`(_ wish: String) {
        #expect(choice(["a-Q4_K_M.gguf"], wish) == nil)
    }

    @Test func `takes all parts of a split model, in order`() {
        let parts = (1...3).map { "Q8_0/a-Q8_0-0000\($0)-of-00003.gguf" }
        #expect(choice(parts.reversed(), "Q8_0")?.parts.map(\.path) == parts)
    }

    @Test func `does not take a split model that is not whole`() {
        #expect(choice(["a-Q8_0-00001-of-00002.gguf"], "Q8_0") == nil)
    }

    @Test func `pairs a projector, the finer one`() {
        let paths = ["a-Q4_K_M.gguf", "mmproj-a-F32.gguf", "mmproj-a-f16.gguf", "other/mmproj-f16.gguf"]
        #expect(choice(paths)?.projector?.path == "mmproj-a-f16.gguf")
        #expect(choice(["a.gguf"])?.projector == nil)
    }

    @Test func `pairs the projector that lies beside the model`() {
        let paths = ["big/a-Q8_0.gguf", "big/mmproj-Q8_0.gguf", "mmproj-F16.gguf", "small/mmproj-F16.gguf"]
        #expect(choice(paths)?.projector?.path == "big/mmproj-Q8_0.gguf")
    }

    @Test func `reads a listing as Hugging Face writes it`() throws {
        let digits = String(repeating: "1f", count: 32)
        let file = try JSON(
            parsing: #"{"type":"file","oid":"x","size":7,"path":"a/b.gguf","lfs":{"oid":"\#(digits)","size":7}}"#
        )
        #expect(RepositoryFile(file)?.digest?.hexDigits == digits)
        #expect(RepositoryFile(file)?.name == "b.gguf")
        #expect(RepositoryFile(["type": "directory", "path": "a", "size": 0]) == nil)
    }
}

@Suite struct `What is to be pulled` {
    private func source(_ text: String, insecure: Bool = false) throws(PullFailure) -> PullSource {
        var settings = DownloadSettings()
        settings.registry = "https://registry.example"
        return try PullSource(text, insecure: insecure, settings)
    }

    @Test(arguments: [
        ("smollm2", "https://registry.example"), (" ns/x:v1 ", "https://registry.example"),
        ("example.com/ns/x", "https://example.com"), ("https://example.com/ns/x", "https://example.com"),
    ])
    func `comes from a registry, encrypted`(_ text: String, _ expected: String) throws {
        guard case .registry(_, let base) = try source(text) else { return #expect(Bool(false)) }
        #expect(base == expected)
    }

    @Test func `comes from a port without encryption if that is allowed`() throws {
        guard case .registry(_, let base) = try source("127.0.0.1:5000/ns/x", insecure: true) else {
            return #expect(Bool(false))
        }
        #expect(base == "http://127.0.0.1:5000")
    }

    @Test(arguments: ["http://example.com/ns/x", "http://example.com/x.gguf"])
    func `does not come without encryption if that is not allowed`(_ text: String) {
        #expect { try source(text) } throws: { ($0 as? PullFailure)?.cause == .insecure }
    }

    @Test(arguments: ["hf.co/org/repo", "https://huggingface.co/org/repo:Q8_0", "HF.co/org/repo:x.gguf"])
    func `comes from Hugging Face`(_ text: String) throws {
        guard case .huggingFace(let reference) = try source(text) else { return #expect(Bool(false)) }
        #expect(reference.model == "repo")
    }

    @Test func `is the file and not the page about it`() throws {
        guard case .file(_, let url) = try source("https://huggingface.co/o/r/blob/main/x.gguf") else {
            return #expect(Bool(false))
        }
        #expect(url == "https://huggingface.co/o/r/resolve/main/x.gguf")
    }

    @Test(arguments: [
        ("https://a.example/x/y/Tiny%20One.Q8_0.gguf", "a.example/x/Tiny-20One.Q8_0:latest"),
        ("https://a.example:8443/tiny.GGUF?download=1", "a.example:8443/library/tiny:latest"),
        ("https://a.example/~me.too/.hidden.gguf", "a.example/me-too/hidden:latest"),
    ])
    func `has a name made of its address`(_ text: String, _ name: String) throws {
        guard case .file(let address, let url) = try source(text) else { return #expect(Bool(false)) }
        let file = SingleFile(address: address, url: url, isInsecure: false, settings: DownloadSettings())
        #expect(file.reference?.displayed == name)
    }
}
