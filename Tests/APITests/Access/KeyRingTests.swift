import NIOHTTP1
import Providers
import Router
import Schema
import Testing

@testable import API

@Suite struct `A ring of keys` {
    private static let secret = "sk-secret"

    private static func key(_ members: JSONObject = [:]) -> APIKey {
        var key = APIKey(members: members)
        key.name = "ci"
        key.sha256 = APIKey.sha256(of: secret)
        return key
    }

    private let ring = KeyRing([Self.key()])

    @Test(
        arguments: [
            ["Authorization": "Bearer sk-secret"], ["authorization": "bearer  sk-secret"], ["X-Api-Key": "sk-secret"],
            ["Authorization": "Basic c2s=", "x-api-key": "sk-secret"],
            ["Authorization": "Bearer none", "x-api-key": "sk-secret"],
        ] as [HTTPHeaders]
    )
    func `knows who shows a key, in whatever way`(_ headers: HTTPHeaders) {
        #expect(ring.caller(with: headers).name == "ci")
    }

    @Test(
        arguments: [
            [:], ["Authorization": "Bearer"], ["Authorization": "Bearer sk-secre"],
            ["Authorization": "Bearer sk-secret2"],
            ["Authorization": "sk-secret"], ["Authorization": "Basic sk-secret"], ["x-api-key": ""],
            ["x-api-key": APIKey.sha256(of: Self.secret)], ["x-api-key": "SK-SECRET"],
        ] as [HTTPHeaders]
    )
    func `lets nobody else do anything`(_ headers: HTTPHeaders) {
        let caller = ring.caller(with: headers)
        #expect(caller.name == nil && !caller.has(.infer) && !caller.has(.manage) && !caller.mayUse("m"))
    }

    @Test func `lets everybody do everything when it is empty`() {
        for headers in [[:], ["x-api-key": "whatever"]] as [HTTPHeaders] {
            let caller = KeyRing().caller(with: headers)
            #expect(caller.name == nil && caller.has(.infer) && caller.has(.manage) && caller.mayUse("m"))
        }
    }

    @Test func `takes keys and loses them while the server serves`() {
        let (ring, shown) = (KeyRing(), ["x-api-key": Self.secret] as HTTPHeaders)
        ring.replace(with: [Self.key()])
        #expect(ring.caller(with: shown).name == "ci" && !ring.caller(with: [:]).has(.infer))
        ring.replace(with: [])
        #expect(ring.caller(with: shown).name == nil && ring.caller(with: [:]).has(.manage))
    }

    @Test func `gives a key the scope infer and every model, unless it says otherwise`() {
        let plain = Caller(holding: Self.key())
        #expect(plain.has(.infer) && !plain.has(.manage) && plain.mayUse("whatever:7b"))
        let other = Caller(holding: Self.key(["scopes": ["manage"], "models": ["a"]]))
        #expect(!other.has(.infer) && other.has(.manage) && !other.mayUse("b"))
    }

    @Test(arguments: [
        ("llama*", "Llama3:8b", true), ("llama*", "codellama", false), ("*llama*", "codellama:7b", true),
        ("qwen:latest", "qwen", true), ("qwen", "QWEN:latest", true), ("qwen", "qwen:7b", false),
        ("qwen*:latest", "qwen:7b", false), ("org/*:q4", "org/name:q4", true), ("*", "a/b:c", true),
        ("a?", "ab", false),
    ])
    func `fits patterns to ids`(_ pattern: String, _ model: String, _ fits: Bool) {
        let caller = Caller(holding: Self.key(["models": [.string(pattern)]]))
        #expect(caller.mayUse(.init(model)) == fits)
    }
}
