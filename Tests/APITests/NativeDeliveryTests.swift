import Testing

@testable import API

@Suite struct `A child that answers in its own words` {
    private static let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let last = #"data: {"index":0,"content":"a","tokens":[1],"stop":true,"stop_type":"eos"}"#

    /// Data as a chunk of HTTP.
    private static func chunk(_ data: String) -> String { "\(String(data.utf8.count, radix: 16))\r\n\(data)\r\n" }

    private func ask(_ answer: String, stream: Bool, prompt: String = #""p""#) async throws -> String {
        let body = #"{"model":"m","prompt":\#(prompt),"stream":\#(stream)}"#
        return try await StubModel(answer: answer).exchange("/completion", body)
    }

    @Test(arguments: [#""p""#, #"["p","q"]"#])
    func `ends a stream as it does, without a word`(_ prompt: String) async throws {
        let text = try await ask(Self.head + Self.chunk(Self.last + "\n\n") + "0\r\n\r\n", stream: true, prompt: prompt)
        #expect(text.hasSuffix(Self.chunk(Self.last + "\n\n") + "0\r\n\r\n") && !text.contains("DONE"))
    }

    @Test(arguments: [#""p""#, #"["p","q"]"#])
    func `and breaks off in a stream is told as an error`(_ prompt: String) async throws {
        let first = #"data: {"index":0,"content":"a","stop":false}"# + "\n\n"
        let text = try await ask(Self.head + Self.chunk(first), stream: true, prompt: prompt)
        #expect(text.contains(first) && text.contains(#"data: {"error":{"message":"Model 'm' stopped"#))
    }

    @Test func `and breaks off gives those who want no stream a status`() async throws {
        let first = #"data: {"index":0,"content":"a","stop":false}"# + "\n\n"
        let text = try await ask(Self.head + Self.chunk(first), stream: false)
        #expect(text.hasPrefix("HTTP/1.1 502 ") && !text.contains(#""content":"a""#))
    }

    @Test func `is made whole for those who want no stream`() async throws {
        let text = try await ask(Self.head + Self.chunk(Self.last + "\n\n") + "0\r\n\r\n", stream: false)
        #expect(text.hasSuffix("\r\n\r\n" + #"{"index":0,"content":"a","tokens":[],"stop":true,"stop_type":"eos"}"#))
    }
}
