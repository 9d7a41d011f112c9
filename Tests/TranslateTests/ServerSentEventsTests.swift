import Testing
import Translate

@Suite struct `Server-sent events` {
    private func found(_ stream: String, inPiecesOf size: Int, limit: Int = 1000) throws(AnswerFault) -> [String] {
        var found: [String] = []
        try events(of: stream, inPiecesOf: size, limit: limit) { found.append(String(decoding: $0, as: UTF8.self)) }
        return found
    }

    @Test(arguments: [1, 2, 3, 1000], ["\n", "\r\n"])
    func `give their data, however the bytes are cut and the lines end`(_ size: Int, _ newline: String) throws {
        let lines = [
            ":", ": comment", "", #"data: {"a":1}"#, "", "data:b", "", "event: x", "id: 7", "data: 🌍", "", "data:  two",
            "", "data:", "", "data: ", "", "database: no", "", "data: [DONE]", "",
        ]
        let stream = lines.map { $0 + newline }.joined()
        #expect(try found(stream, inPiecesOf: size) == [#"{"a":1}"#, "b", "🌍", " two", "[DONE]"])
    }

    @Test func `may be cut anywhere into two`() throws {
        let stream = Array(": a\r\n\r\ndata: 1\r\n\r\ndata: é\n\n".utf8)
        for place in 0...stream.count {
            var events = ServerSentEvents()
            var found: [String] = []
            for piece in [stream[..<place], stream[place...]] {
                try piece.withUnsafeBufferPointer { (piece) throws(AnswerFault) in
                    try events.take(UnsafeRawBufferPointer(piece)) { found.append(String(decoding: $0, as: UTF8.self)) }
                }
            }
            #expect(found == ["1", "é"], "cut at \(place)")
        }
    }

    @Test func `are kept back until their line has ended`() throws {
        #expect(try found("data: a", inPiecesOf: 3).isEmpty)
        #expect(try found("data: a\n", inPiecesOf: 3) == ["a"])
    }

    @Test(arguments: [1, 10, 1000])
    func `are given up when a line is beyond the limit, whether it has ended or not`(_ size: Int) throws {
        let line = "data: " + String(repeating: "x", count: 44)
        #expect(try found(line + "\n", inPiecesOf: size, limit: 50).count == 1)
        for stream in [line + "x", line + "x\n", "data: a\n" + line + "x\n"] {
            #expect(throws: AnswerFault.connectionLost) { try found(stream, inPiecesOf: size, limit: 50) }
        }
    }

    @Test func `hand on what is thrown at one of them`() {
        #expect(throws: AnswerFault.connectionLost) {
            try events(of: "data: a\n", inPiecesOf: 1) { (_) throws(AnswerFault) in throw .connectionLost }
        }
    }
}
