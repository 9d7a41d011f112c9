import Foundation
import Testing
import Translate

@Suite struct `A whole answer made from a stream` {
    @Test(arguments: Case.all("collected"), [1, 7, Int.max >> 1])
    func `is the one that llama-server itself gives, order of keys included`(_ example: Case, _ size: Int) throws {
        let answer = try feed(example.input + "\n\n", inPiecesOf: size, to: ChatAggregator())
        #expect(answer == example.expected)
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
