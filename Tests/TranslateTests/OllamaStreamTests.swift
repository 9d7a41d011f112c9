import Schema
import Testing
import Translate

@Suite struct `Lines of Ollama made from a stream` {
    private static let head = #"data: {"choices":[{"finish_reason":null,"index":0,"delta":{"#
    private static let tail = #"}}],"created":1,"id":"c","model":"m","object":"chat.completion.chunk"}"# + "\n\n"
    private static let end =
        #"data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"created":1,"id":"c","model":"m","#
        + #""timings":{"cache_n":2,"prompt_n":3,"prompt_ms":1.001,"predicted_n":4,"predicted_ms":2.25}}"#
        + "\n\ndata: [DONE]\n\n"
    private static let last =
        #"{"model":"M:x","created_at":"1970-01-01T00:00:02.5Z","message":{"role":"assistant","content":""},"#
        + #""done":true,"done_reason":"stop","total_duration":3000000,"load_duration":1000000,"prompt_eval_count":5,"#
        + #""prompt_eval_duration":1001000,"eval_count":4,"eval_duration":2250000}"# + "\n"

    private func lines(_ deltas: [String], inPiecesOf size: Int = 1) throws(AnswerFault) -> [String] {
        let stream = deltas.map { Self.head + $0 + Self.tail }.joined() + Self.end
        let text = try feed(stream, inPiecesOf: size, to: OllamaStream(model: "M:x"))
        #expect(text.hasSuffix(Self.last))
        return text.dropLast(Self.last.count).split(separator: "\n").map(String.init)
    }

    private func line(_ message: String) -> String {
        #"{"model":"M:x","created_at":"1970-01-01T00:00:02.5Z","message":"# + message + #","done":false}"#
    }

    @Test(arguments: [1, 5, 100_000])
    func `hold the text as it came, escapes and all`(_ size: Int) throws {
        let texts = [#"Hi \"you\"\n"#, #"\u00e9\ud83c\udf0d"#, "🌍 é", #"\\"#]
        let found = try lines(texts.map { #""content":""# + $0 + #"""# }, inPiecesOf: size)
        #expect(found == texts.map { line(#"{"role":"assistant","content":""# + $0 + #""}"#) })
    }

    @Test func `are the same from the fast way and from the tree`() throws {
        for text in ["a", "\"", "\\n", "é\n\t", "🌍", "}}],", "\"}}],"] {
            let content = JSON.string(text).text
            // A blank behind the colon is enough to miss the fast way.
            #expect(try lines([#""content":"# + content]) == lines([#""content": "# + content]))
        }
    }

    @Test func `leave out the piece that only names the role`() throws {
        #expect(try lines([#""role":"assistant","content":null"#, #""content":"a""#]).count == 1)
    }

    @Test func `tell thoughts apart from the answer`() throws {
        #expect(
            try lines([#""reasoning_content":"hm""#])
                == [line(#"{"role":"assistant","content":"","thinking":"hm"}"#)]
        )
    }

    @Test func `hold tool calls whole, their arguments as objects`() throws {
        let found = try lines([
            #""tool_calls":[{"index":0,"id":"abc","type":"function","function":{"name":"f","arguments":"{\"a\""}}]"#,
            #""tool_calls":[{"index":0,"function":{"arguments":":1.10}"}}]"#,
            #""tool_calls":[{"index":1,"id":"def","type":"function","function":{"name":"g","arguments":""}}]"#,
        ])
        let calls =
            #"[{"id":"abc","function":{"index":0,"name":"f","arguments":{"a":1.10}}},"#
            + #"{"id":"def","function":{"index":1,"name":"g","arguments":{}}}]"#
        #expect(found == [line(#"{"role":"assistant","content":"","tool_calls":"# + calls + "}")])
    }

    @Test func `end with the child's own error`() {
        let stream = #"data: {"error":{"code":500,"message":"it broke","type":"server_error"}}"# + "\n\n"
        let refusal = AnswerFault.Refusal(status: 500, message: "it broke", type: "server_error")
        #expect(throws: AnswerFault.refused(refusal)) {
            try feed(stream, inPiecesOf: 3, to: OllamaStream(model: "m"))
        }
    }

    @Test func `never end in silence`() {
        let stream = Self.head + #""content":"a""# + Self.tail
        #expect(throws: AnswerFault.connectionLost) {
            try feed(stream, inPiecesOf: 9, to: OllamaStream(model: "m"))
        }
        let unfinished = stream + Self.end.replacing("data: [DONE]\n\n", with: "")
        #expect(throws: AnswerFault.connectionLost) {
            try feed(unfinished, inPiecesOf: 9, to: OllamaStream(model: "m"))
        }
    }

    @Test(arguments: Case.all("collected").filter { !$0.name.hasPrefix("two") && $0.name != "tool-call-cut-off" })
    func `add up to what the whole answer says`(_ example: Case) throws {
        let stream = example.input + "\n\n"
        let whole = try JSON(parsing: feed(stream, inPiecesOf: 11, to: OllamaAggregate(model: "m")))
        let lines = try feed(stream, inPiecesOf: 11, to: OllamaStream(model: "m")).split(separator: "\n")
            .map { try JSON(parsing: String($0)) }
        for key in ["content", "thinking"] {
            let pieces = lines.compactMap { $0["message"]?[key]?.string }.joined()
            #expect(pieces == whole["message"]?[key]?.string ?? "")
        }
        #expect(lines.compactMap { $0["message"]?["tool_calls"] }.first == whole["message"]?["tool_calls"])
        #expect(lines.last?["eval_count"] == whole["eval_count"])
    }
}
