import Schema
import Testing
import Translate

@Suite struct `An answer of one call at most` {
    private static let head = #""id":"c","created":1,"model":"m","object":"chat.completion.chunk""#

    /// An event of one answer, after so many tokens.
    private static func event(_ delta: String, _ tokens: Int, of choice: Int = 0, reason: String = "null") -> String {
        let choice = #"{"finish_reason":\#(reason),"index":\#(choice),"delta":\#(delta)}"#
        let timings = #""timings":{"cache_n":2,"prompt_n":8,"predicted_n":\#(tokens)}"#
        return #"{"choices":[\#(choice)],\#(head),\#(timings)}"#
    }

    private static func call(_ index: Int, _ arguments: String) -> String {
        #"{"tool_calls":[{"index":\#(index),"id":"i\#(index)","type":"function","function":"#
            + #"{"name":"f\#(index)","arguments":"\#(arguments)"}}]}"#
    }

    private static func stream(_ events: String...) -> String { events.map { "data: \($0)\n\n" }.joined() }

    private static let text = event(#"{"content":"Hm."}"#, 1)
    private static let stop = event("{}", 9, reason: #""tool_calls""#)

    @Test func `ends where the second call begins, with the usage until there`() throws {
        let stream = Self.stream(
            Self.text,
            Self.event(Self.call(0, "{}"), 4),
            Self.event(Self.call(1, "{}"), 6),
            Self.event(Self.call(1, "more"), 7)
        )
        let answer = try JSON(parsing: feed(stream, inPiecesOf: 64, to: FirstCall(for: ChatAggregator())))
        let choice = answer["choices"]?[0]
        #expect(choice?["finish_reason"] == "tool_calls" && choice?["message"]?["content"] == "Hm.")
        #expect(choice?["message"]?["tool_calls"]?.array?.compactMap { $0["function"]?["name"] } == ["f0"])
        #expect(answer["usage"]?["completion_tokens"] == 6 && answer["usage"]?["prompt_tokens"] == 10)
        #expect(answer["usage"]?["prompt_tokens_details"] == ["cached_tokens": 2])
    }

    @Test func `is over at that moment, and not before`() throws {
        var answer = FirstCall(for: EventFilter())
        var states: [Bool] = []
        let stream = Self.stream(
            Self.text,
            Self.event(Self.call(0, "{}"), 4),
            Self.event(Self.call(1, ""), 6),
            Self.stop
        )
        var out: [UInt8] = []
        try events(of: stream, inPiecesOf: 64) { (event) throws(AnswerFault) in
            try answer.take(event, clock: StillClock(), to: &out)
            states.append(answer.isOver)
        }
        #expect(states == [false, false, true, true])
    }

    @Test func `tells no more in a stream than was asked for`() throws {
        var telling = FirstCall.Telling()
        (telling.timings, telling.usage) = (false, false)
        let stream = Self.stream(Self.text, Self.event(Self.call(0, "{}"), 4), Self.event(Self.call(1, ""), 6))
        let out = try feed(stream, inPiecesOf: 64, to: FirstCall(for: EventFilter(), telling: telling))
        let events = out.split(separator: "\n\n").map(String.init)
        #expect(events.last == "data: [DONE]" && events.count == 4)
        #expect(!events[0].contains("timings") && !events[1].contains("timings") && !out.contains("usage"))
        #expect(events[2].contains(#""finish_reason":"tool_calls""#))
    }

    @Test func `is the child's own, byte for byte, with one call or none`() throws {
        let stream = Self.stream(Self.text, Self.event(Self.call(0, "{}"), 4), Self.stop, "[DONE]")
        #expect(try feed(stream, inPiecesOf: 64, to: FirstCall(for: EventFilter())) == stream)
    }

    @Test func `leaves the others of several answers alone, and waits for them`() throws {
        let stream = Self.stream(
            Self.event(Self.call(0, "{}"), 2),
            Self.event(Self.call(1, "{}"), 3),
            Self.event(#"{"content":"Well."}"#, 4, of: 1),
            Self.event(Self.call(2, "{}"), 5),
            Self.stop,
            Self.event("{}", 6, of: 1, reason: #""stop""#),
            "[DONE]"
        )
        let answer = try JSON(parsing: feed(stream, inPiecesOf: 64, to: FirstCall(for: ChatAggregator(), answers: 2)))
        let choices = answer["choices"]?.array ?? []
        #expect(choices.map { $0["finish_reason"] } == ["tool_calls", "stop"])
        #expect(choices.map { $0["message"]?["tool_calls"]?.array?.count } == [1, nil])
    }

    @Test func `that came whole keeps the first of each choice`() throws {
        let calls: JSON = [["id": "a"], ["id": "b"]]
        let choice: JSON = ["index": 0, "message": ["role": "assistant", "tool_calls": calls]]
        let answer = try #require(OpenAI.ChatAnswer(keepingFirstCall: ["id": "c", "choices": [choice]]))
        #expect(answer.json["choices"]?[0]?["message"]?["tool_calls"] == [["id": "a"]])
        #expect(OpenAI.ChatAnswer(keepingFirstCall: ["error": [:]]) == nil)
    }
}
