import Schema
import Testing
import Translate

@Suite struct `Responses made from a chat's stream` {
    private static let end = #"{"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"id":"c"}"#
    private static let usage =
        #"{"choices":[],"usage":{"completion_tokens":4,"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":3}}}"#

    private static func delta(_ delta: String) -> String {
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"# + delta + #"}}],"created":1,"id":"c"}"#
    }

    private static func call(_ index: Int, _ arguments: String, name: String? = nil) -> String {
        let head = name.map { #""id":"id-\#($0)","type":"function","# } ?? ""
        let function = (name.map { #""name":"\#($0)","# } ?? "") + #""arguments":\#(JSON.string(arguments).text)"#
        return delta(#""tool_calls":[{"index":\#(index),\#(head)"function":{\#(function)}}]"#)
    }

    private func transcript(_ events: [String], inPiecesOf size: Int = 1) throws -> ResponseTranscript {
        let stream = (events + ["[DONE]"]).map { "data: \($0)\n\n" }.joined()
        let transcript = try ResponseTranscript(
            feed(stream, inPiecesOf: size, to: ResponsesStream(.begun()))
        )
        transcript.check()
        return transcript
    }

    @Test(arguments: [1, 7, 100_000])
    func `tell a text from its beginning to its end`(_ size: Int) throws {
        let found = try transcript(
            [
                Self.delta(#""role":"assistant","content":null"#), Self.delta(#""content":"One \"é\"""#),
                Self.delta(#""content":"\n🌍""#), Self.end, Self.usage,
            ],
            inPiecesOf: size
        )
        #expect(
            found.outline == [
                "created", "in_progress", "output_item.added", "content_part.added", "output_text.delta",
                "output_text.done", "content_part.done", "output_item.done", "completed",
            ]
        )
        #expect(found.all("output_text.delta").map { $0["delta"] } == ["One \"é\"", "\n🌍"])
        #expect(
            found.all("output_text.delta").first == [
                "type": "response.output_text.delta", "sequence_number": 4, "item_id": "msg_1_0", "output_index": 0,
                "content_index": 0, "delta": "One \"é\"", "logprobs": [],
            ]
        )
        #expect(found.events[0]["response"]?["status"] == "in_progress" && found.events[0]["response"]?["output"] == [])
        #expect(found.last?["status"] == "completed" && found.last?["completed_at"] == 2)
        #expect(
            found.last?["usage"] == [
                "input_tokens": 9, "input_tokens_details": ["cached_tokens": 3, "cache_write_tokens": 6],
                "output_tokens": 4, "output_tokens_details": ["reasoning_tokens": 0], "total_tokens": 13,
            ]
        )
    }

    @Test func `are the same from the fast way and from the tree`() throws {
        for text in ["a", "\"", "\\n", "é\n\t", "🌍", "}}],", "\"}}],"] {
            let content = JSON.string(text).text
            let first = Self.delta(#""content":"x""#)
            // A blank behind the colon is enough to miss the fast way.
            let fast = try transcript([first, Self.delta(#""content":"# + content), Self.end])
            let slow = try transcript([first, Self.delta(#""content": "# + content), Self.end])
            #expect(fast.events == slow.events)
        }
    }

    @Test func `hold thoughts, text and calls as items of their own, one after the other`() throws {
        let found = try transcript([
            Self.delta(#""reasoning_content":"hm,""#), Self.delta(#""reasoning_content":" so""#),
            Self.delta(#""content":"Let me look.""#),
            Self.call(0, "{", name: "f"), Self.call(0, "\"a\":1}"), Self.call(1, "{}", name: "g"),
            Self.end.replacing("stop", with: "tool_calls"), Self.usage,
        ])
        #expect(
            found.outline == [
                "created", "in_progress",
                "output_item.added", "content_part.added", "reasoning_text.delta",
                "reasoning_text.done", "content_part.done", "output_item.done",
                "output_item.added", "content_part.added", "output_text.delta",
                "output_text.done", "content_part.done", "output_item.done",
                "output_item.added", "function_call_arguments.delta", "function_call_arguments.done",
                "output_item.done",
                "output_item.added", "function_call_arguments.delta", "function_call_arguments.done",
                "output_item.done",
                "completed",
            ]
        )
        let output = found.last?["output"]?.array ?? []
        #expect(output.map { $0["type"] } == ["reasoning", "message", "function_call", "function_call"])
        #expect(output.map { $0["id"] } == ["rs_1_0", "msg_1_1", "fc_1_2", "fc_1_3"])
        #expect(output.first?["content"] == [["type": "reasoning_text", "text": "hm, so"]])
        #expect(output.first?["summary"] == [])
        #expect(
            output[2] == [
                "id": "fc_1_2", "type": "function_call", "status": "completed", "call_id": "id-f", "name": "f",
                "arguments": "{\"a\":1}",
            ]
        )
        #expect(found.last?["usage"]?["output_tokens_details"]?["reasoning_tokens"] == 2)
    }

    @Test func `find calls in one piece with a text, and calls without arguments`() throws {
        let found = try transcript([
            Self.delta(
                #""content":"Now:","tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}},"#
                    + #"{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]"#
            ),
            Self.end,
        ])
        #expect(found.last?["output"]?.array?.map { $0["arguments"] } == [nil, "", "{}"])
    }

    @Test func `refuse a call that goes on when it was over`() throws {
        #expect(throws: AnswerFault.self) {
            try transcript([Self.call(0, "{", name: "f"), Self.call(1, "{}", name: "g"), Self.call(0, "}"), Self.end])
        }
        #expect(throws: AnswerFault.self) {
            try transcript([Self.call(0, "{", name: "f"), Self.delta(#""content":"a""#), Self.call(0, "}"), Self.end])
        }
    }

    @Test func `are incomplete when there was no room for more, and so is their last item`() throws {
        let found = try transcript([
            Self.delta(#""reasoning_content":"hm""#), Self.delta(#""content":"a""#),
            Self.end.replacing("stop", with: "length"), Self.usage,
        ])
        #expect(found.outline.last == "incomplete")
        #expect(found.last?["incomplete_details"] == ["reason": "max_output_tokens"])
        #expect(found.last?["status"] == "incomplete" && found.last?["completed_at"] == .null)
        #expect(found.last?["output"]?.array?.map { $0["status"] } == ["completed", "incomplete"])
    }

    @Test func `hold an empty message when nothing was said`() throws {
        let found = try transcript([Self.delta(#""role":"assistant","content":null"#), Self.end])
        #expect(found.last?["output"]?[0]?["content"]?[0]?["text"] == "")
        #expect(found.last?["usage"] == .null)
    }

    @Test func `tell how likely the tokens were`() throws {
        let logprobs =
            #","logprobs":{"content":[{"id":1,"token":"a","bytes":[97],"logprob":-0.5,"#
            + #""top_logprobs":[{"id":1,"token":"a","bytes":[97],"logprob":-0.5}]}]}}],"#
        let found = try transcript([
            Self.delta(#""content":"a""#).replacing("}],", with: logprobs), Self.end,
        ])
        let expected: JSON = [
            [
                "token": "a", "bytes": [97], "logprob": -0.5,
                "top_logprobs": [["token": "a", "bytes": [97], "logprob": -0.5]],
            ]
        ]
        #expect(found.all("output_text.delta").first?["logprobs"] == expected)
        #expect(found.all("output_text.done").first?["logprobs"] == expected)
        #expect(found.last?["output"]?[0]?["content"]?[0]?["logprobs"] == expected)
    }

    @Test(arguments: Case.all("collected").filter { !$0.name.hasPrefix("two") }, [1, 1000])
    func `add up to the whole answer`(_ example: Case, _ size: Int) throws {
        let stream = example.input + "\n\n"
        let told = try ResponseTranscript(feed(stream, inPiecesOf: size, to: ResponsesStream(.begun())))
        told.check()
        let whole = try JSON(parsing: feed(stream, inPiecesOf: size, to: ResponsesAggregate(.begun())))
        #expect(told.last == whole)
        let message = try JSON(parsing: example.expected)["choices"]?[0]?["message"]
        let output = whole["output"]?.array ?? []
        let said = output.filter { $0["type"] == "message" }.compactMap { $0["content"]?[0]?["text"]?.string }.joined()
        let calls = output.filter { $0["type"] == "function_call" }
        #expect(said == message?["content"]?.string)
        #expect(output.first { $0["type"] == "reasoning" }?["content"]?[0]?["text"] == message?["reasoning_content"])
        #expect(
            calls.map { $0["arguments"] } == message?["tool_calls"]?.array?.map { $0["function"]?["arguments"] } ?? []
        )
        let violations = try whole.bytes.withUnsafeBytes { try Checker($0, against: OpenAI.Response.rule).violations }
        #expect(violations.isEmpty)
    }

    @Test func `never end in silence`() throws {
        let started = "data: \(Self.delta(#""content":"a""#))\n\n"
        let ended = started + "data: \(Self.end)\n\n"
        for stream in ["", started, ended, ended + started + "data: [DONE]\n\n"] {
            #expect(throws: AnswerFault.connectionLost) {
                try feed(stream, inPiecesOf: 9, to: ResponsesStream(.begun()))
            }
            #expect(throws: AnswerFault.connectionLost) {
                try feed(stream, inPiecesOf: 9, to: ResponsesAggregate(.begun()))
            }
        }
    }

    @Test func `write nothing when the child refuses before anything else`() throws {
        var stream = try ResponsesStream(.begun())
        var out: [UInt8] = []
        #expect(throws: AnswerFault.self) {
            try events(of: #"data: {"error":{"code":400,"message":"no"}}"# + "\n", inPiecesOf: 9) {
                (event) throws(AnswerFault) in try stream.take(event, clock: StillClock(), to: &out)
            }
        }
        #expect(out.isEmpty)
    }
}

@Suite struct `A response that fails in mid-stream` {
    private func failed(after deltas: [String]) throws -> ResponseTranscript {
        var stream = try ResponsesStream(.begun())
        var out: [UInt8] = []
        for delta in deltas {
            let event = #"data: {"choices":[{"finish_reason":null,"index":0,"delta":{"# + delta + "}}]}\n"
            try events(of: event, inPiecesOf: 5) { (event) throws(AnswerFault) in
                try stream.take(event, clock: StillClock(), to: &out)
            }
        }
        out += stream.failure(code: "backend_failed", message: "It \"broke\".") ?? []
        return try ResponseTranscript(String(decoding: out, as: UTF8.self))
    }

    @Test func `says so, and closes nothing that was open`() throws {
        let found = try failed(after: [#""reasoning_content":"hm""#, #""content":"a""#])
        #expect(found.outline.suffix(2) == ["output_text.delta", "failed"])
        #expect(found.last?["status"] == "failed")
        #expect(found.last?["error"] == ["code": "server_error", "type": "backend_failed", "message": "It \"broke\"."])
        #expect(found.last?["output"]?.array?.map { $0["status"] } == ["completed", "incomplete"])
        #expect(found.last?["output"]?[1]?["content"]?[0]?["text"] == "a")
        #expect(found.last?["usage"] == .null)
    }

    @Test func `is created first when nothing has come of it`() throws {
        #expect(try failed(after: []).outline == ["created", "in_progress", "failed"])
    }
}
