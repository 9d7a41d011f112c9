import Router
import Schema
import Testing

@testable import API

@Suite struct `A route of one's own` {
    private func call(
        _ path: String,
        _ body: String,
        headers: String = "",
        keys: KeyRing = KeyRing()
    ) async throws -> String {
        try await StubModel(answer: "")
            .exchange(path, body, headers: headers, keys: keys, adding: { ExampleRoutes(router: $0).all })
    }

    @Test func `streams what it makes of body and query`() async throws {
        let text = try await call("/v1/example/repeat?times=3", #"{"text":"ho"}"#)
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream"))
        for number in 1...3 { #expect(text.contains("data: {\"text\":\"ho\",\"number\":\(number)}\n\n")) }
        #expect(text.contains("data: [DONE]") && !text.contains("\"number\":4"))
    }

    @Test func `knows who asks, and refuses who shows no key`() async throws {
        let path = "/v1/example/repeat"
        let keys = KeyRing([APIKey(members: ["name": "ci", "sha256": .string(APIKey.sha256(of: "sk"))])])
        let text = try await call(path, #"{"text":"ho"}"#, headers: "x-api-key: sk\r\n", keys: keys)
        #expect(text.contains(#"data: {"text":"ho","number":1,"caller":"ci"}"#))
        #expect(try await call(path, #"{"text":"ho"}"#, keys: keys).hasPrefix("HTTP/1.1 401 "))
    }

    @Test(arguments: [
        ("/v1/example/repeat?times=11", #"{"text":"ho"}"#, "times: must be from 1 to 10"),
        ("/v1/example/repeat", #"{"text":""}"#, "text: must not be empty"),
        ("/v1/example/repeat", "{}", "text: is required"),
    ])
    func `refuses what breaks the rules, without a line for it in the handler`(
        _ path: String,
        _ body: String,
        _ sentence: String
    ) async throws {
        let text = try await call(path, body)
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.contains(sentence))
    }

    @Test func `is in the document with all it takes, answers and refuses`() throws {
        let table = try TestTable.make(adding: { ExampleRoutes(router: $0).all })
        let operation = table.document.json["paths"]?["/v1/example/repeat"]?["post"]
        #expect(operation?["requestBody"]?["content"]?["application/json"]?["example"] == ["text": "Hear, hear!"])
        let times = operation?["parameters"]?.array?.first
        #expect(times?["name"] == "times" && times?["in"] == "query" && times?["schema"]?["maximum"] == 10)
        #expect(operation?["responses"]?.object?.keys == ["200", "400", "401", "403", "413", "415", "503"])
        #expect(operation?["responses"]?["200"]?["content"]?.object?.keys == ["text/event-stream"])
    }
}
