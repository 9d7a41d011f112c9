import Schema
import Testing

@Suite struct `Nearest names` {
    @Test(arguments: [
        ("modle", "model"), ("models", "model"), ("MODEL", "model"), ("n_cxt", "n_ctx"), ("nctx", "n_ctx"),
        ("keepalive", "keep_alive"), ("max_loaded_model", "max_loaded_models"),
        ("max-loaded-models", "max_loaded_models"),
    ])
    func `forgive a slip`(_ typed: String, _ meant: String) {
        #expect(NearestName.of(typed, among: ["model", "n_ctx", "keep_alive", "max_loaded_models"]) == meant)
    }

    @Test(arguments: ["", "x", "api_keys", "temperature", "xxxxx"])
    func `stay silent where nothing is near`(_ typed: String) {
        #expect(NearestName.of(typed, among: ["model", "n_ctx", "id", "keep_alive"]) == nil)
    }

    @Test func `prefer the nearer one, and the first of equals`() {
        #expect(NearestName.of("cat", among: ["car", "cat", "bat"]) == "cat")
        #expect(NearestName.of("cat", among: ["car", "bat"]) == "car")
    }

    @Test(arguments: [("abcd", "abcd", 0), ("abcd", "abdc", 1), ("abcd", "bcd", 1), ("abcdef", "xbcdex", 2)])
    func `count letters added, removed, changed or swapped`(_ one: String, _ other: String, _ expected: Int) {
        #expect(NearestName.distance(from: one, to: other) == expected)
    }

    @Test func `are not looked for among names of another length`() {
        #expect(NearestName.distance(from: String(repeating: "x", count: 10_000_000), to: "model") == nil)
    }
}
