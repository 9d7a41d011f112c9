import Foundation
import Schema
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

    @Test(arguments: ["a", #"\"a\"\n"#, #"\u00e9\ud83c\udf0d"#, "日本"])
    func `is the same when the stream is spelled in another way`(_ content: String) throws {
        func answer(_ blank: String) throws -> String {
            let start = #"{"choices":[{"finish_reason":null,"index":0,"delta":{"#
            let events = [
                start + #""role":"assistant","content":null}}],"id":"chatcmpl-1"}"#,
                start + #""content":"# + blank + "\"" + content + #""}}],"id":"chatcmpl-1"}"#,
                #"{"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"id":"chatcmpl-1"}"#, "[DONE]",
            ]
            let stream = events.map { "data: \($0)\n\n" }.joined()
            return try feed(stream, inPiecesOf: 64, to: ChatAggregator())
        }
        let answer = try (quick: answer(""), slow: answer(" "))
        #expect(answer.quick == answer.slow)
        let message = try JSON(parsing: answer.quick)["choices"]?.array?.first?["message"]
        #expect(try message?["content"] == JSON(parsing: "\"\(content)\""))
    }
}
