import NIOCore
import Testing

@testable import HTTP

@Suite struct `Upstream parser` {
    /// What an answer holds, however it was cut.
    private struct Read: Equatable {
        var status: Int?
        var body = ""
        var hasEnd = false
    }

    private static let chunked =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "7\r\ndata: a\r\nc;name=value\r\ndata: bcdefg\r\n0\r\n\r\n"

    private func read(_ pieces: [String], framing: Bool) throws(UpstreamFailure) -> Read {
        var parser = UpstreamParser()
        var read = Read()
        for piece in pieces {
            parser.append(ByteBuffer(string: piece))
            while let event = try parser.next() {
                switch event {
                case .head(let head):
                    read.status = head.status
                    parser.keepsFraming = framing
                case .payload(let bytes), .chunks(let bytes): read.body += String(buffer: bytes)
                case .end: read.hasEnd = true
                }
            }
        }
        return read
    }

    @Test func `reads the payload of chunks, however the bytes are cut`() throws {
        let expected = Read(status: 200, body: "data: adata: bcdefg", hasEnd: true)
        #expect(try read([Self.chunked], framing: false) == expected)
        #expect(try read(Self.chunked.map(String.init), framing: false) == expected)
    }

    @Test func `hands whole chunks on with their framing, and keeps the last one back`() throws {
        let expected = Read(status: 200, body: "7\r\ndata: a\r\nc;name=value\r\ndata: bcdefg\r\n", hasEnd: true)
        #expect(try read([Self.chunked], framing: true) == expected)
        #expect(try read(Self.chunked.map(String.init), framing: true) == expected)
    }

    @Test func `never hands on a part of a moderate chunk with its framing`() throws {
        var parser = UpstreamParser()
        parser.append(ByteBuffer(string: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
        #expect(try parser.next() != nil)
        parser.keepsFraming = true
        parser.append(ByteBuffer(string: "7\r\ndata:"))
        #expect(try parser.next() == nil)
        #expect(!parser.isInsideChunk)
    }

    @Test func `hands a huge chunk on before it is complete, and says so`() throws {
        var parser = UpstreamParser()
        parser.append(ByteBuffer(string: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
        #expect(try parser.next() != nil)
        parser.keepsFraming = true
        parser.append(ByteBuffer(string: "100000\r\nabc"))
        #expect(try parser.next() == .chunks(ByteBuffer(string: "100000\r\n")))
        #expect(try parser.next() == .chunks(ByteBuffer(string: "abc")))
        #expect(parser.isInsideChunk)
        #expect(throws: UpstreamFailure.connectionLost) { try parser.close() }
    }

    @Test func `reads a body of known length and lets the connection be used again`() throws {
        var parser = UpstreamParser()
        parser.append(ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"))
        guard case .head(let head) = try parser.next() else { throw UpstreamFailure.connectionLost }
        #expect(head.framing == .length(2) && head.isReusable)
        #expect(try parser.next() == .payload(ByteBuffer(string: "{}")))
        #expect(try parser.next() == .end)
        #expect(parser.isClean)
    }

    @Test func `takes the end of the connection for the end only where no framing says otherwise`() throws {
        var parser = UpstreamParser()
        parser.append(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\nabc"))
        while try parser.next() != nil {}
        try parser.close()

        var cut = UpstreamParser()
        cut.append(ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"))
        while try cut.next() != nil {}
        #expect(throws: UpstreamFailure.connectionLost) { try cut.close() }
    }

    @Test func `passes over answers that only announce another one`() throws {
        let read = try read(
            ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"],
            framing: false
        )
        #expect(read == Read(status: 404, body: "", hasEnd: true))
    }

    @Test func `reads headers in whatever case, and passes over all others`() throws {
        var parser = UpstreamParser()
        let lines = [
            "HTTP/1.1 503 Service Unavailable", "X-Length: abc", "content-TYPE:\t application/json", "Retry-After: 2",
            "Connection: Close", "CONTENT-LENGTH: 2",
        ]
        parser.append(ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n{}"))
        var head = UpstreamHead(status: 503, framing: .length(2), isReusable: false)
        head.contentType = "application/json"
        head.retryAfter = "2"
        #expect(try parser.next() == .head(head))
    }

    @Test(arguments: ["HTTP/1.1 200\n\n", "HTTP/1.1 200\r\n\r\n", "HTTP/1.1 200 \r\nA: b\n\r\n"])
    func `takes a status without a reason, and lines without a return`(_ text: String) throws {
        #expect(try read([text], framing: false).status == 200)
        #expect(try read(text.unicodeScalars.map(String.init), framing: false).status == 200)
    }

    @Test(arguments: [
        "\r\n\r\n", "HTTP/1.1 20\r\n\r\n", "HTTP/1.1 2000\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2 \r\n\r\n", "hello\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
    ])
    func `refuses what is not HTTP`(_ text: String) {
        #expect(throws: UpstreamFailure.self) { try read([text], framing: false) }
    }
}
