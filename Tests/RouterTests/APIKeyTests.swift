import Schema
import Testing

@testable import Router

@Suite struct `API keys of models.yaml` {
    private static let digest = APIKey.sha256(of: "sk-one")

    private func catalog(_ keys: String, needsKeys: Bool = false) throws(ConfigurationFailure) -> Catalog {
        try Catalog(parsing: Array(keys.utf8), from: "models.yaml", needsKeys: needsKeys) { name in
            ["ONE": "sk-one", "EMPTY": "", "SPACED": "a b"][name]
        }
    }

    private func problems(_ keys: String, needsKeys: Bool = false) -> [String] {
        do throws(ConfigurationFailure) {
            _ = try catalog(keys, needsKeys: needsKeys)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `are read, and only their SHA-256 stays`() throws {
        let keys = try catalog(
            """
            api_keys:
              - {name: a, key_env: ONE}
              - {name: b, sha256: \(String(repeating: "AB", count: 32)), scopes: [infer, manage], models: ["llama*"]}
            """
        ).configuration.apiKeys
        #expect(keys.map(\.sha256) == [Self.digest, String(repeating: "ab", count: 32)])
        #expect(keys.map(\.keyEnv) == [nil, nil])
        #expect(keys.map(\.scopes) == [[.infer], [.infer, .manage]] && keys.map(\.models) == [["*"], ["llama*"]])
        #expect(!"\(keys)".contains("sk-one"))
    }

    @Test func `have the hash that sha256sum prints`() {
        #expect(APIKey.sha256(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: [
        ("{name: a}", "api_keys[0]: needs 'key_env' or 'sha256'"),
        ("{name: a, key_env: ONE, sha256: x}", "api_keys[0]: must have only one of 'key_env' and 'sha256'"),
        ("{name: a, sha256: x}", "api_keys[0].sha256: must be 64 hex digits"),
        ("{name: a, key_env: NONE}", "api_keys[0].key_env: names the environment variable 'NONE', which is not set"),
        ("{name: a, key_env: EMPTY}", "api_keys[0].key_env: names the environment variable 'EMPTY', which is not set"),
        (
            "{name: a, key_env: SPACED}",
            "api_keys[0].key_env: names the environment variable 'SPACED', which has a character that no key can have"
        ),
        ("{name: a b, key_env: ONE}", "api_keys[0].name: must have letters, digits and any of '._@-' alone"),
        ("{key_env: ONE}", "api_keys[0].name: is required"),
        ("{name: a, key_env: ONE, scopes: []}", "api_keys[0].scopes: must not be empty"),
        ("{name: a, key_env: ONE, scopes: [admin]}", "api_keys[0].scopes[0]: must be"),
        ("{name: a, key_env: ONE, models: [\"a?\"]}", "api_keys[0].models[0]: must not hold '?'"),
        (
            "{name: a, key_env: ONE}, {name: a, sha256: \"DIGEST\"}",
            "api_keys[1].name: 'a' is the name of api_keys[0] already"
        ),
        ("{name: a, key_env: ONE}, {name: b, sha256: SAME}", "api_keys[1]: has the same key as api_keys[0]"),
    ])
    func `are refused with a sentence when they are wrong`(_ keys: String, _ sentence: String) {
        let keys = keys.replacing("SAME", with: Self.digest).replacing(
            "DIGEST",
            with: String(repeating: "0", count: 64)
        )
        let problems = problems("api_keys: [\(keys)]")
        #expect(problems.count == 1 && problems[0].contains(sentence), "\(problems)")
    }

    @Test(arguments: ["", "models: []", "api_keys: []"])
    func `must be there where others can reach the server`(_ text: String) {
        #expect(problems(text).isEmpty)
        let problems = problems(text, needsKeys: true)
        #expect(
            problems.count == 1 && problems[0].contains("api_keys: must have a key") && problems[0].contains("--open")
        )
        #expect(self.problems("api_keys: [{name: a, key_env: ONE}]", needsKeys: true).isEmpty)
    }
}
