import Schema
import Testing
import Translate

@Suite struct `Events of Anthropic made from a stream` {
    private static let head =
        #"data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1,"#
        + #""id":"chatcmpl-X","model":"m","object":"chat.completion.chunk","#
        + #""prompt_progress":{"total":21,"cache":5,"processed":21,"time_ms":0}}"# + "\n\n"
    private static let counts =
        #"data: {"choices":[],"created":1,"id":"chatcmpl-X","model":"m","object":"chat.completion.chunk","#
        + #""usage":{"completion_tokens":4,"prompt_tokens":21,"prompt_tokens_details":{"cached_tokens":5}}}"# + "\n\n"

    private func piece(_ delta: String, ending: String = "null", _ rest: String = "") -> String {
        #"data: {"choices":[{"finish_reason":\#(ending),"index":0,"delta":{\#(delta)}}],"created":1,"#
            + #""id":"chatcmpl-X","model":"m","object":"chat.completion.chunk"\#(rest)}"# + "\n\n"
    }

    private func stream(_ deltas: [String], ending: String = #""stop""#, _ rest: String = "") -> String {
        Self.head + deltas.map { piece($0) }.joined() + piece("", ending: ending, rest) + Self.counts
            + "data: [DONE]\n\n"
    }

    private func events(_ stream: String, inPiecesOf size: Int = 1) throws -> [JSON] {
        try Told(feed(stream, inPiecesOf: size, to: AnthropicStream(model: "m", limit: 4))).events
    }

    private func call(_ index: Int, _ arguments: String, id: String? = nil, name: String = "f") -> String {
        let head = id.map { #""id":"\#($0)","type":"function","# } ?? ""
        let name = id == nil ? "" : #""name":"\#(name)","#
        return #""tool_calls":[{"index":\#(index),\#(head)"function":{\#(name)"arguments":"\#(arguments)"}}]"#
    }

    @Test(arguments: [1, 7, 100_000])
    func `stand in Anthropic's order, with the tokens of the prompt ahead`(_ size: Int) throws {
        let text = try feed(
            stream([#""content":"Hi \"you\"\n""#, #""content":" \u00e9🌍""#]),
            inPiecesOf: size,
            to: AnthropicStream(model: "M:x", limit: 4)
        )
        #expect(
            text == """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_X","type":"message","role":"assistant",\
                "model":"M:x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":16,\
                "cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":0}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi \\"you\\"\\n"}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" \\u00e9🌍"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
                "usage":{"input_tokens":16,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,\
                "output_tokens":4}}

                event: message_stop
                data: {"type":"message_stop"}


                """
        )
    }

    @Test func `are the same from the fast way and from the tree`() throws {
        for text in ["a", "\"", "\\n", "é\n\t", "🌍", "}}],", "\"}}],"] {
            let content = JSON.string(text).text
            let first = #""content":"x""#
            // A blank behind the colon is enough to miss the fast way.
            #expect(
                try events(stream([first, #""content":"# + content]))
                    == events(stream([first, #""content": "# + content]))
            )
        }
    }

    @Test func `open thoughts, text and calls one after the other, with indexes that count up`() throws {
        let told = try Told(
            feed(
                stream(
                    [
                        #""reasoning_content":"h""#, #""reasoning_content":"m""#, #""content":"Let""#,
                        #""content":" me""#, call(0, #"{\"a\":"#, id: "c1"), call(0, "1.5}"),
                        call(1, "", id: "c2", name: "g"), #""content":"!""#,
                    ],
                    ending: #""tool_calls""#
                ),
                inPiecesOf: 11,
                to: AnthropicStream(model: "m", limit: 9)
            )
        )
        #expect(
            told.answer["content"] == [
                ["type": "thinking", "thinking": "hm", "signature": ""], ["type": "text", "text": "Let me"],
                ["type": "tool_use", "id": "toolu_c1", "name": "f", "input": ["a": 1.5]],
                ["type": "tool_use", "id": "toolu_c2", "name": "g", "input": [:]], ["type": "text", "text": "!"],
            ]
        )
        #expect(told.answer["stop_reason"] == "tool_use")
        #expect(told.events.filter { $0["delta"]?["type"] == "signature_delta" }.count == 1)
    }

    @Test func `leave out the thoughts that nobody asked for, whole and streamed`() throws {
        let input = stream([#""reasoning_content":"hm""#, #""content":"a""#, #""content":"b""#])
        let told = try Told(
            feed(input, inPiecesOf: 11, to: AnthropicStream(model: "m", limit: 9, tellsThoughts: false))
        )
        let whole = try JSON(
            parsing: feed(input, inPiecesOf: 11, to: AnthropicAggregate(model: "m", limit: 9, tellsThoughts: false))
        )
        #expect(whole["content"] == [["type": "text", "text": "ab"]])
        #expect(JSON.object(told.answer) == whole)
    }

    @Test(arguments: [
        (#""length""#, 4, "", "max_tokens", JSON.null), (#""length""#, 5, "", "model_context_window_exceeded", .null),
        (#""stop""#, 4, #","__verbose":{"stopping_word":""}"#, "end_turn", .null),
        (#""stop""#, 4, #","__verbose":{"stopping_word":"END"}"#, "stop_sequence", "END"),
    ])
    func `say why the answer ended`(
        _ reason: String,
        _ limit: Int,
        _ rest: String,
        _ told: String,
        _ sequence: JSON
    ) throws {
        let input = stream([#""content":"a""#], ending: reason, rest)
        let last = try Told(feed(input, inPiecesOf: 99, to: AnthropicStream(model: "m", limit: limit))).answer
        #expect(last["stop_reason"] == .string(told))
        #expect(last["stop_sequence"] == sequence)
    }

    @Test func `hold an empty answer too`() throws {
        let told = try events(stream([]))
        #expect(told.map { $0["type"]?.string } == ["message_start", "message_delta", "message_stop"])
    }

    @Test func `end with the child's own error, behind what came before it`() throws {
        let error = #"data: {"error":{"code":500,"message":"it broke","type":"server_error"}}"# + "\n\n"
        var translator = AnthropicStream(model: "m", limit: 9)
        var out: [UInt8] = []
        let refusal = AnswerFault.Refusal(status: 500, message: "it broke", type: "server_error")
        #expect(throws: AnswerFault.refused(refusal)) {
            try TranslateTests.events(of: Self.head + piece(#""content":"a""#) + error, inPiecesOf: 3) {
                (event) throws(AnswerFault) in try translator.take(event, clock: StillClock(), to: &out)
            }
        }
        #expect(String(decoding: out, as: UTF8.self).contains(#""text":"a""#))
    }

    @Test func `never end in silence`() {
        let begun = Self.head + piece(#""content":"a""#)
        for cut in [begun, begun + piece("", ending: #""stop""#) + Self.counts] {
            #expect(throws: AnswerFault.connectionLost) { try events(cut) }
        }
    }

    @Test func `are not begun by a prompt that is still being read`() throws {
        var translator = AnthropicStream(model: "m", limit: 9)
        var out: [UInt8] = []
        try TranslateTests.events(of: Self.head + piece(#""role":"assistant","content":null"#), inPiecesOf: 50) {
            (event) throws(AnswerFault) in try translator.take(event, clock: StillClock(), to: &out)
        }
        #expect(out.isEmpty)
    }

    @Test func `refuse calls whose pieces are mixed up`() {
        let input = stream([call(0, "{", id: "a"), call(1, "{}", id: "b"), call(0, "}")], ending: #""tool_calls""#)
        #expect(throws: AnswerFault.self) { try events(input) }
    }

    @Test(arguments: Case.all("collected").filter { !$0.name.hasPrefix("two") && $0.name != "tool-call-cut-off" })
    func `add up to the whole answer`(_ example: Case) throws {
        let input = example.input + "\n\n"
        let told = try Told(feed(input, inPiecesOf: 11, to: AnthropicStream(model: "m", limit: 1)))
        let whole = try JSON(parsing: feed(input, inPiecesOf: 11, to: AnthropicAggregate(model: "m", limit: 1)))
        #expect(JSON.object(told.answer) == whole)
        try #expect(Checker(whole.bytes, against: Anthropic.MessagesAnswer.rule).isEmpty)
        for event in told.events { try #expect(Checker(event.bytes, against: Anthropic.StreamEvent.rule).isEmpty) }
    }

    @Test func `leave a call that was cut off without arguments in a whole answer`() throws {
        let input = stream([call(0, #"{\"city\":"#, id: "c")], ending: #""length""#)
        let whole = try JSON(parsing: feed(input, inPiecesOf: 9, to: AnthropicAggregate(model: "m", limit: 4)))
        #expect(whole["content"]?[0]?["input"] == [:])
        #expect(whole["stop_reason"] == "max_tokens")
    }

    @Test func `are refused with arguments that are no object`() {
        let input = stream([call(0, "[1]", id: "c")], ending: #""tool_calls""#)
        #expect(throws: AnswerFault.self) {
            try feed(input, inPiecesOf: 9, to: AnthropicAggregate(model: "m", limit: 4))
        }
    }
}

extension Checker {
    /// What is wrong with a text of JSON.
    fileprivate init(_ bytes: [UInt8], against rule: Rule) throws {
        self = try bytes.withUnsafeBytes { try Checker($0, against: rule) }
    }

    /// Whether nothing is wrong.
    fileprivate var isEmpty: Bool { violations.isEmpty }
}
