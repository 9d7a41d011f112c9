import Store
import Testing
import Translate

@Suite struct `The pattern of a model's name` {
    private func expectAgreement(on name: String, _ pattern: Regex<AnyRegexOutput>) throws {
        let fits = try pattern.wholeMatch(in: name) != nil
        #expect(fits == (ModelReference(name) != nil), "\(name.debugDescription)")
    }

    @Test(arguments: [
        "smollm2", " smollm2:135m\n", "library/smollm2", "hf.co/a/b:q4", "127.0.0.1:5000/ns/m", "HTTPS://hf.co/a/b",
        "_a.b-c:_1", "", " ", ":", "a:", ":b", "a/b/c/d", "/a", "a//b", "-a", ".a", "a b", "a:b:c", "é", "ns.x/a",
        "a@b",
        "ftp://hf.co/a/b", "http://", "http://a", "https://https://a", "../a", String(repeating: "a", count: 80),
        String(repeating: "a", count: 81), String(repeating: "a", count: 350) + "/a/b",
        String(repeating: "a", count: 351) + "/a/b",
    ])
    func `fits what the library reads`(_ name: String) throws {
        try expectAgreement(on: name, Regex(Ollama.ModelName.pattern))
    }

    @Test func `fits what the library reads of ten thousand random texts`() throws {
        let pattern = try Regex(Ollama.ModelName.pattern)
        let pieces = ["a", "Z", "0", "_", "-", ".", ":", "/", " ", "http://", "https://", "ab", "é", "latest"]
        var random = SplitMix64(seed: 3)
        var names = 0
        for _ in 0..<10_000 {
            let name = (0..<Int.random(in: 0...7, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            try expectAgreement(on: name, pattern)
            names += ModelReference(name) == nil ? 0 : 1
        }
        // Both verdicts must be frequent, or this proves little.
        #expect((500..<9_500).contains(names))
    }
}
