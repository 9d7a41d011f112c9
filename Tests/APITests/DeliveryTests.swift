import Testing

@testable import API

@Suite struct `A child that breaks off` {
    private static let stream =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let messages = #""model":"m","messages":[{"role":"user","content":"hi"}]"#
    private static let event = #"data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"a"}}],"id":"c"}"#

    /// One event as a chunk of HTTP.
    private static var chunk: String {
        let data = event + "\n\n"
        return String(data.utf8.count, radix: 16) + "\r\n" + data + "\r\n"
    }

    @Test func `ends an OpenAI stream with an error event and the stream's own end`() async throws {
        let model = StubModel(answer: Self.stream + Self.chunk + "5\r\nda")
        let text = try await model.exchange("/v1/chat/completions", "{\(Self.messages),\"stream\":true}")
        #expect(text.contains(Self.event) && text.contains(#"data: {"error":{"message":"Model 'm' stopped"#))
        #expect(text.hasSuffix("data: [DONE]\n\n\r\n0\r\n\r\n"))
    }

    @Test func `ends an OpenAI stream that only lacks its end with an error as well`() async throws {
        let model = StubModel(answer: Self.stream + Self.chunk + "0\r\n\r\n")
        let text = try await model.exchange("/v1/chat/completions", "{\(Self.messages),\"stream\":true}")
        #expect(text.contains(#"data: {"error":{"message":"Model 'm' stopped"#))
    }

    @Test func `ends Ollama's lines with an error line`() async throws {
        let model = StubModel(answer: Self.stream + Self.chunk)
        let text = try await model.exchange("/api/chat", "{\(Self.messages)}")
        #expect(
            text.contains(#""content":"a"}"#) && text.contains(#"{"error":"an error was encountered while running"#)
        )
        #expect(text.hasSuffix("\n\r\n0\r\n\r\n") && !text.contains(#""done":true"#))
    }

    @Test(arguments: ["/v1/chat/completions", "/api/chat"])
    func `gives those who want no stream a status instead of half an answer`(_ path: String) async throws {
        let model = StubModel(answer: Self.stream + Self.chunk)
        let text = try await model.exchange(path, "{\(Self.messages),\"stream\":false}")
        #expect(text.hasPrefix("HTTP/1.1 502 ") && !text.contains(#""content":"a""#))
    }

    @Test func `closes the connection in a body of known length, and adds nothing to it`() async throws {
        let model = StubModel(
            answer: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"data\":["
        )
        let text = try await model.exchange("/v1/embeddings", #"{"model":"m","input":"a"}"#)
        #expect(text.hasPrefix("HTTP/1.1 200 ") && text.hasSuffix("\r\n\r\n{\"data\":["))
    }

    @Test func `before it has said anything gives a status`() async throws {
        let text = try await StubModel(answer: "").exchange("/v1/embeddings", #"{"model":"m","input":"a"}"#)
        #expect(text.hasPrefix("HTTP/1.1 502 ") && text.contains("backend_failed"))
    }
}
