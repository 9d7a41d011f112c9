import Testing
import Translate

@Suite struct `Server-sent events` {
    private func events(_ stream: String, inPiecesOf size: Int, limit: Int = 1000) throws(AnswerFault) -> [String] {
        var events = ServerSentEvents(limit: limit)
        var found: [String] = []
        var rest = Array(stream.utf8)[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            try piece.withUnsafeBufferPointer { (piece) throws(AnswerFault) in
                try events.take(UnsafeRawBufferPointer(piece)) { event in
                    found.append(String(decoding: event, as: UTF8.self))
                }
            }
        }
        return found
    }

    @Test(arguments: [1, 2, 3, 1000])
    func `give their data, however the bytes are cut`(_ size: Int) throws {
        let stream = ": comment\n\ndata: {\"a\":1}\n\ndata:b\r\n\r\nevent: x\ndata: 🌍\n\ndata: [DONE]\n\n"
        #expect(try events(stream, inPiecesOf: size) == ["{\"a\":1}", "b", "🌍", "[DONE]"])
    }

    @Test func `keep an event back until its line has ended`() throws {
        #expect(try events("data: a", inPiecesOf: 3).isEmpty)
    }

    @Test func `are given up beyond a limit`() {
        #expect(throws: AnswerFault.connectionLost) {
            try events("data: " + String(repeating: "x", count: 100), inPiecesOf: 10, limit: 50)
        }
    }
}
