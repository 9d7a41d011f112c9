import NIOHTTP1
import Router
import Schema
import Testing

@testable import API

@Suite struct `A server with keys` {
    private static func key(_ name: String, _ members: JSONObject) -> APIKey {
        var key = APIKey(members: members)
        key.name = name
        key.sha256 = APIKey.sha256(of: "sk-\(name)")
        return key
    }

    private let keys = KeyRing([
        Self.key("reader", ["models": ["m*"]]), Self.key("stranger", ["models": ["x*"]]),
        Self.key("keeper", ["scopes": ["manage"]]),
    ])
    private static let anthropic = "anthropic-version: 2023-06-01\r\n"

    private func ask(
        _ path: String,
        _ body: String? = nil,
        as name: String?,
        headers: String = ""
    ) async throws -> String {
        let key = name.map { "Authorization: Bearer sk-\($0)\r\n" } ?? ""
        return try await StubModel(answer: "").exchange(path, body, headers: headers + key, keys: keys)
    }

    @Test(arguments: [
        "/", "/health", "/api/version", "/openapi.json", "/docs", "/redoc", "/favicon.svg", "/docs/start.js",
    ])
    func `asks for none where nothing is to be had`(_ path: String) async throws {
        #expect(try await ask(path, as: nil).hasPrefix("HTTP/1.1 200 "))
        #expect(try await ask(path, as: "nobody").hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `says in each dialect that a key is missing or wrong`() async throws {
        let none = try await ask("/v1/models", as: nil)
        #expect(none.hasPrefix("HTTP/1.1 401 ") && none.contains("\r\nWWW-Authenticate: Bearer\r\n"))
        #expect(none.contains(#""type":"invalid_request_error","param":null,"code":"invalid_api_key""#))
        #expect(none.contains("asks for an API key"))
        let wrong = try await ask("/v1/models", as: "nobody")
        #expect(wrong.hasPrefix("HTTP/1.1 401 ") && wrong.contains("none of this server's") && !wrong.contains("sk-"))
        for (path, body) in [("/v1/messages", "{}"), ("/v1/models", nil)] {
            let theirs = try await ask(path, body, as: nil, headers: Self.anthropic)
            #expect(theirs.hasPrefix("HTTP/1.1 401 ") && theirs.contains(#""type":"authentication_error""#))
            #expect(theirs.contains("\r\nrequest-id: req_"))
        }
        let ollama = try await ask("/api/chat", "{}", as: nil)
        #expect(ollama.hasPrefix("HTTP/1.1 401 ") && ollama.contains(#"{"error":"This server asks for"#))
    }

    @Test func `tells a key's name, and what it lacks`() async throws {
        let scope = try await ask("/v1/pool", as: "reader")
        #expect(scope.hasPrefix("HTTP/1.1 403 ") && scope.contains(#""type":"permission_error""#))
        #expect(scope.contains("'reader' does not have the scope 'manage', which GET /v1/pool needs"))
        #expect(try await ask("/v1/pool", as: "keeper").hasPrefix("HTTP/1.1 200 "))
        let theirs = try await ask("/v1/messages", "{}", as: "keeper", headers: Self.anthropic)
        #expect(theirs.hasPrefix("HTTP/1.1 403 ") && theirs.contains(#""type":"permission_error""#))
    }

    @Test(arguments: [
        ("/v1/chat/completions", #"{"model":"small","messages":[{"role":"user","content":"a"}]}"#),
        ("/v1/completions", #"{"prompt":"a","model":"M"}"#), ("/v1/embeddings", #"{"input":"a","model":"m"}"#),
        ("/v1/responses", #"{"input":"a","model":"m"}"#), ("/v1/models/small", nil), ("/props?model=m", nil),
        ("/v1/messages", #"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a"}]}"#),
        ("/tokenize", #"{"model":"m","content":"a"}"#), ("/api/chat", #"{"model":"m","keep_alive":0}"#),
        ("/api/generate", #"{"model":"small:latest","prompt":"a"}"#), ("/api/embed", #"{"model":"m","input":"a"}"#),
        ("/api/show", #"{"model":"m"}"#),
    ])
    func `refuses a model that a key is not good for, by any of its names`(_ path: String, _ body: String?) async throws
    {
        let answer = try await ask(path, body, as: "stranger")
        #expect(answer.hasPrefix("HTTP/1.1 403 ") && answer.contains("The API key 'stranger' may not use model 'm'."))
    }

    @Test func `names no model to those who may not use it`() async throws {
        for (path, none) in [("/v1/models", #""data":[]"#), ("/api/tags", #""models":[]"#)] {
            #expect(try await !ask(path, as: "reader").contains(none))
            #expect(try await ask(path, as: "stranger").contains(none))
        }
        #expect(try await ask("/v1/models/none", as: "reader").contains("Known: m."))
        #expect(try await !ask("/v1/models/none", as: "stranger").contains("Known: m"))
    }

    @Test(arguments: [
        ("/api/create", #"{"model":"y","from":"m"}"#), ("/api/copy", #"{"source":"m","destination":"y"}"#),
        ("/api/pull", #"{"model":"y"}"#), ("/api/push", #"{"model":"y"}"#), ("/v1/pool/load", #"{"model":"m"}"#),
        ("/v1/pool/unload", #"{"model":"m"}"#), ("/v1/pool/reload", "{}"), ("/v1/pool", nil), ("/v1/events", nil),
        ("/api/blobs/sha256:\(String(repeating: "0", count: 64))", "a"),
    ])
    func `lets only those change anything who may manage`(_ path: String, _ body: String?) async throws {
        #expect(try await ask(path, body, as: "reader").hasPrefix("HTTP/1.1 403 "))
    }
}

@Suite struct `Keys in the document` {
    @Test func `are described, and every operation tells what it needs`() throws {
        let table = try TestTable.make()
        let document = table.document.json
        #expect(document["components"]?["securitySchemes"]?.object?.keys == ["bearer", "apiKey"])
        for route in table.routes where route.isDocumented {
            let item = document["paths"]?[Document.documented(route.path)]
            let operation = item?[route.method.rawValue.lowercased()]
            let security = route.scope.map { scope -> JSON in
                [["bearer": [.string(scope.rawValue)]], ["apiKey": [.string(scope.rawValue)]], [:]]
            }
            #expect(operation?["security"] == security)
            let hasRefusals = ["401", "403"].allSatisfy { operation?["responses"]?[$0]?["content"] != nil }
            #expect(hasRefusals == (route.scope != nil))
        }
    }
}
