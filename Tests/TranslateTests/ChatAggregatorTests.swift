import Foundation
import Schema
import Testing
import Translate

@Suite struct `A whole answer made from a stream` {
    /// The answer without what differs from one run to the next.
    private func comparable(_ text: String) throws -> String {
        var answer = try JSON(parsing: text).object ?? [:]
        for key in ["id", "created", "timings"] where answer[key] != nil { answer[key] = .string(key) }
        // How much of the prompt was still in the cache is another matter.
        answer["usage"] = answer["usage"].map { usage in
            var usage = usage.object ?? [:]
            usage["prompt_tokens_details"] = nil
            return .object(usage)
        }
        // A call's id is drawn by lot.
        return JSON.object(answer).text.replacing(/"id":"[A-Za-z0-9]{32}"/, with: "\"id\":\"call\"")
    }

    @Test(arguments: Case.all("collected"), [1, 7, Int.max >> 1])
    func `is the one that llama-server itself gives, order of keys included`(_ example: Case, _ size: Int) throws {
        let answer = try feed(example.input + "\n\n", inPiecesOf: size, to: ChatAggregator())
        #expect(try comparable(answer) == comparable(example.expected))
    }

    @Test func `is refused when the stream was cut, wherever that happened`() throws {
        let stream = try #require(Case.all("collected").first { $0.name == "text" }).input + "\n\n"
        let end = try #require(stream.range(of: "data: [DONE]")).lowerBound
        for length in stride(from: 0, to: stream.distance(from: stream.startIndex, to: end), by: 97) {
            #expect(throws: AnswerFault.connectionLost) {
                try feed(String(stream.prefix(length)), inPiecesOf: 4096, to: ChatAggregator())
            }
        }
    }
}
