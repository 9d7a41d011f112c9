import Foundation
import Testing
import Translate

@Suite struct `A continued text made whole from a stream` {
    @Test(arguments: Case.all("continued"), [1, 7, Int.max >> 1])
    func `is the one that llama-server itself gives, order of keys included`(_ example: Case, _ size: Int) throws {
        let answer = try feed(example.input + "\n\n", inPiecesOf: size, to: CompletionAggregator())
        #expect(answer == example.expected)
    }

    @Test(arguments: Case.all("native"), [1, 7, Int.max >> 1])
    func `is so in llama-server's own words, too`(_ example: Case, _ size: Int) throws {
        let aggregator = NativeAggregator(tellsTokens: example.name == "tokens")
        #expect(try feed(example.input + "\n\n", inPiecesOf: size, to: aggregator) == example.expected)
    }

    @Test func `is refused when the stream was cut, wherever that happened`() throws {
        let openAI = try #require(Case.all("continued").first { $0.name == "several" }).input + "\n\n"
        let native = try #require(Case.all("native").first { $0.name == "several" }).input + "\n\n"
        for (stream, end, translator) in [
            (openAI, "data: [DONE]", CompletionAggregator() as any AnswerTranslator),
            (native, #"data: {"index":1,"content":"","tokens":[],"id_slot":"#, NativeAggregator(tellsTokens: false)),
        ] {
            let place = try #require(stream.range(of: end)).lowerBound
            for length in stride(from: 0, to: stream.distance(from: stream.startIndex, to: place), by: 97) {
                #expect(throws: AnswerFault.connectionLost) {
                    try feed(String(stream.prefix(length)), inPiecesOf: 4096, to: translator)
                }
            }
        }
    }

    @Test func `has the child's reason when it broke off in the middle`() throws {
        let stream =
            #"data: {"choices":[{"text":"a","index":0}]}"# + "\n\n" + #"data: {"error":{"code":500,"message":"m"}}"#
        let fault = #expect(throws: AnswerFault.self) {
            try feed(stream + "\n\n", inPiecesOf: 4096, to: CompletionAggregator())
        }
        guard case .refused(let refusal) = fault else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.message == "m")
    }
}

@Suite struct `A stream for several prompts` {
    private static let events = ["null", #"{"choices":[{"text":"a","index":1}]}"#, "null", "[DONE]"]

    @Test(arguments: [1, 7, 4096])
    func `is handed on without the elements that are nothing`(_ size: Int) throws {
        let stream = Self.events.map { "data: \($0)\n\n" }.joined()
        let expected = "data: \(Self.events[1])\n\ndata: [DONE]\n\n"
        #expect(try feed(stream, inPiecesOf: size, to: EventFilter()) == expected)
    }

    @Test func `must end, unless it is of a kind that does not say so`() throws {
        let stream = "data: \(Self.events[1])\n\n"
        #expect(throws: AnswerFault.connectionLost) { try feed(stream, inPiecesOf: 4096, to: EventFilter()) }
        #expect(try feed(stream, inPiecesOf: 4096, to: EventFilter(endsWithDone: false)) == stream)
    }

    @Test func `is over with the child's error`() {
        #expect(throws: AnswerFault.self) {
            try feed("data: {\"error\":{\"message\":\"m\"}}\n\n", inPiecesOf: 4096, to: EventFilter())
        }
    }
}
