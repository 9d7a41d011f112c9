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

    @Test func `before it has said anything gives a status, if the next one does as well`() async throws {
        let text = try await StubModel(answer: "").exchange("/v1/embeddings", #"{"model":"m","input":"a"}"#)
        #expect(text.hasPrefix("HTTP/1.1 502 ") && text.contains("backend_failed"))
    }

    @Test(arguments: [
        "", "HTTP/1.1 200", stream, stream + "3\r\n:\n\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n",
    ])
    func `before its first byte is replaced unseen`(_ start: String) async throws {
        let whole = Self.stream + Self.chunk + "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"
        let model = StubModel(answers: [start, whole])
        let text = try await model.exchange("/v1/chat/completions", "{\(Self.messages),\"stream\":true}")
        #expect(text.hasPrefix("HTTP/1.1 200 ") && text.hasSuffix(Self.chunk + "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"))
        #expect(text.ranges(of: "HTTP/1.1").count == 1 && !text.contains("error"))
    }

    @Test func `in a body of known length of which nothing has come is replaced unseen`() async throws {
        let model = StubModel(answers: [
            "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        ])
        let text = try await model.exchange("/v1/embeddings", #"{"model":"m","input":"a"}"#)
        #expect(text.contains("Content-Length: 2\r\n") && text.hasSuffix("\r\n\r\n{}"))
    }

    @Test(arguments: ["/v1/chat/completions", "/api/chat"])
    func `in the middle of an answer that is being collected is replaced unseen`(_ path: String) async throws {
        let end =
            #"data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"id":"c"}"# + "\n\ndata: [DONE]\n\n"
        let whole = "HTTP/1.1 200 OK\r\n\r\n" + Self.event + "\n\n" + end
        let model = StubModel(answers: [Self.stream + Self.chunk, whole])
        let text = try await model.exchange(path, "{\(Self.messages),\"stream\":false}")
        #expect(text.hasPrefix("HTTP/1.1 200 ") && text.contains(#""content":"a""#))
    }
}

@Suite struct `A client that waits for an event stream` {
    private static let body = #"{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true}"#

    @Test func `gets comments while the model is loaded, and then its answer`() async throws {
        let (gate, key) = AsyncStream.makeStream(of: Void.self)
        let model = StubModel(answers: ["HTTP/1.1 200 OK\r\n\r\ndata: [DONE]\n\n"]) { for await _ in gate {} }
        let text = try await model.exchange("/v1/chat/completions", Self.body, pingInterval: .milliseconds(10)) {
            text in
            if text.ranges(of: ":\n\n").count >= 2 { key.finish() }
        }
        #expect(text.contains("Content-Type: text/event-stream") && text.contains("data: [DONE]\n\n"))
        #expect(text.ranges(of: "HTTP/1.1").count == 1)
    }

    @Test func `gets a failure as an event once comments have been sent`() async throws {
        let (gate, key) = AsyncStream.makeStream(of: Void.self)
        let model = StubModel(answers: [""]) { for await _ in gate {} }
        let text = try await model.exchange("/v1/chat/completions", Self.body, pingInterval: .milliseconds(10)) {
            text in
            if text.contains(":\n\n") { key.finish() }
        }
        #expect(text.contains(#"data: {"error":"#) && text.contains("data: [DONE]\n\n"))
    }
}
