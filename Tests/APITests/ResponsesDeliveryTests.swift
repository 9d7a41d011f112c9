import Testing

@testable import API

@Suite struct `A streamed response whose child breaks off` {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let request = #"{"model":"m","input":"hi","stream":true}"#
    private static let end =
        #"{"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"id":"c"}"# + "\n\ndata: [DONE]"

    /// Events as chunks of HTTP.
    private static func chunks(_ events: String...) -> String {
        events.map { event in
            let data = "data: \(event)\n\n"
            return String(data.utf8.count, radix: 16) + "\r\n" + data + "\r\n"
        }.joined()
    }

    private static func delta(_ text: String) -> String {
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"\#(text)"}}],"id":"c"}"#
    }

    @Test func `ends with the response that failed, and nothing behind it`() async throws {
        let model = StubModel(answer: Self.head + Self.chunks(Self.delta("a"), Self.delta("b")))
        let text = try await model.exchange("/v1/responses", Self.request)
        #expect(text.hasPrefix("HTTP/1.1 200 ") && text.contains("Content-Type: text/event-stream"))
        #expect(text.contains("event: response.output_text.delta\n") && !text.contains(".done"))
        let last = text.ranges(of: "event: ").last.map { text[$0.lowerBound...] } ?? ""
        #expect(last.hasPrefix("event: response.failed\n") && last.hasSuffix("\n\n\r\n0\r\n\r\n"))
        #expect(last.contains(#""error":{"code":"server_error","type":"backend_failed","message":"Model 'm' stopped"#))
        #expect(!text.contains("[DONE]"))
    }

    @Test func `is told of the child's own error in the same way`() async throws {
        let error = #"{"error":{"code":500,"message":"it broke","type":"server_error"}}"#
        let model = StubModel(answer: Self.head + Self.chunks(Self.delta("a"), error))
        let text = try await model.exchange("/v1/responses", Self.request)
        #expect(text.contains(#""error":{"code":"server_error","type":"backend_failed","message":"it broke"}"#))
    }

    @Test(arguments: ["", head, head + "3\r\n:\n\n\r\n"])
    func `before its first event is replaced unseen`(_ start: String) async throws {
        let model = StubModel(answers: [start, Self.head + Self.chunks(Self.delta("a"), Self.end) + "0\r\n\r\n"])
        let text = try await model.exchange("/v1/responses", Self.request)
        #expect(text.contains("event: response.completed\n") && !text.contains("failed"))
        #expect(text.ranges(of: "event: response.created\n").count == 1)
    }

    @Test func `before its first event gives a status, if the next one does as well`() async throws {
        let text = try await StubModel(answer: "").exchange("/v1/responses", Self.request)
        #expect(text.hasPrefix("HTTP/1.1 502 ") && text.contains("backend_failed") && !text.contains("event:"))
    }

    @Test func `is created and has failed once comments have been sent`() async throws {
        let (gate, key) = AsyncStream.makeStream(of: Void.self)
        let model = StubModel(answers: [""]) { for await _ in gate {} }
        let text = try await model.exchange("/v1/responses", Self.request, pingInterval: .milliseconds(10)) { text in
            if text.contains(":\n\n") { key.finish() }
        }
        #expect(text.contains("event: response.created\n") && text.contains("event: response.failed\n"))
        #expect(text.hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `is replaced unseen when nobody watches it grow`() async throws {
        let whole = Self.head + Self.chunks(Self.delta("a"), Self.end) + "0\r\n\r\n"
        let model = StubModel(answers: [Self.head + Self.chunks(Self.delta("a")), whole])
        let text = try await model.exchange("/v1/responses", #"{"model":"m","input":"hi"}"#)
        #expect(text.hasPrefix("HTTP/1.1 200 ") && text.contains(#""text":"a""#))
    }
}

@Suite struct `A request for a response that cannot be answered` {
    @Test func `is told everything that breaks its shape`() async throws {
        let body = #"{"model":"m","input":[{"role":"cook","content":7}],"temperature":"hot","tools":{},"stream":3}"#
        let text = try await StubModel(answer: "").exchange("/v1/responses", body)
        #expect(text.hasPrefix("HTTP/1.1 400 "))
        for place in ["input[0].role", "input[0].content", "temperature", "tools", "stream"] {
            #expect(text.contains("\(place): must be"))
        }
    }

    @Test(arguments: [
        (#""previous_response_id":"resp_0","background":true"#, "keeps no answers", "background: must be false"),
        (
            #""tools":[{"type":"function","name":"f"},{"type":"web_search"}],"tool_choice":{"type":"function","name":"g"}"#,
            "tools[1].type: must be function", "tool_choice.name: names no function"
        ),
    ])
    func `is told everything that is not there`(_ members: String, _ one: String, _ other: String) async throws {
        let text = try await StubModel(answer: "").exchange("/v1/responses", #"{"model":"m","input":"a",\#(members)}"#)
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.contains(one) && text.contains(other))
    }
}
