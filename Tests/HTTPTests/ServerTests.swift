import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import HTTP

@Suite struct `HTTP server` {
    private static let echo: RequestHandler = { exchange in
        exchange.respond(
            .ok,
            body: ByteBuffer(string: "\(exchange.request.path) \(String(buffer: exchange.request.body))")
        )
    }

    @Test func `answers pipelined requests in their order`() async throws {
        try await LiveServer.run(Self.echo) { live in
            let client = try await live.connect()
            try await client.send(
                "GET /one HTTP/1.1\r\nHost: a\r\n\r\nGET /two HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            )
            let text = await client.readAll()
            #expect(text.contains("\r\n\r\n/one ") && text.hasSuffix("/two "))
        }
    }

    @Test func `takes a request that comes one byte at a time`() async throws {
        try await LiveServer.run(Self.echo) { live in
            let client = try await live.connect()
            for byte in "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" {
                try await client.send(String(byte))
            }
            #expect(await client.read(until: "abc").hasSuffix("/x abc"))
        }
    }

    @Test func `asks for the body that a client holds back`() async throws {
        try await LiveServer.run(Self.echo) { live in
            let client = try await live.connect()
            try await client.send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.send("hi")
            #expect(await client.read(until: "hi").hasSuffix("/x hi"))
        }
    }

    @Test func `leaves the body out of an answer to HEAD, but not its length`() async throws {
        try await LiveServer.run(Self.echo) { live in
            let client = try await live.connect()
            try await client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = await client.readAll()
            #expect(text.contains("Content-Length: 5\r\n") && text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `refuses a body beyond the limit before it has come`() async throws {
        var limits = ServerLimits()
        limits.bodyBytes = 10
        try await LiveServer.run(limits: limits, Self.echo) { live in
            let client = try await live.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")
            #expect(await client.readAll().hasSuffix("bodyTooLong(limit: 10)"))
        }
    }

    @Test func `refuses what is not HTTP, and closes`() async throws {
        try await LiveServer.run(Self.echo) { live in
            let client = try await live.connect()
            try await client.send("hello\r\n\r\n")
            #expect(await client.readAll().hasSuffix("notHTTP"))
        }
    }

    @Test func `tells an exchange at once that its client has left`() async throws {
        let (left, inbox) = AsyncStream.makeStream(of: Int.self)
        let (asked, askedInbox) = AsyncStream.makeStream(of: Void.self)
        try await LiveServer.run({ exchange in
            exchange.onEnd = { [unowned exchange] in inbox.yield(exchange.status) }
            askedInbox.yield()
        }) { live in
            let client = try await live.connect()
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in asked { break }
            try await client.close()
            for await status in left {
                #expect(status == 499)
                break
            }
        }
    }

    @Test func `frames a stream in chunks, and ends it with the connection towards HTTP 1.0`() async throws {
        let stream: RequestHandler = { exchange in
            exchange.start(.ok, headers: [:])
            exchange.write(payload: ByteBuffer(string: "abc"))
            exchange.finish()
        }
        try await LiveServer.run(stream) { live in
            let client = try await live.connect()
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.read(until: "0\r\n\r\n").hasSuffix("chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
            let old = try await live.connect()
            try await old.send("GET / HTTP/1.0\r\n\r\n")
            #expect(await old.readAll().hasSuffix("Connection: close\r\n\r\nabc"))
        }
    }

    @Test func `closes idle connections when it stops to listen, and lets an answer end`() async throws {
        let (exchanges, inbox) = AsyncStream.makeStream(of: NIOLoopBound<Exchange>.self)
        try await LiveServer.run({ inbox.yield(NIOLoopBound($0, eventLoop: $0.eventLoop)) }) { live in
            let idle = try await live.connect()
            let busy = try await live.connect()
            try await busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            for await exchange in exchanges {
                await live.server.stopListening()
                #expect(await idle.readAll().isEmpty)
                exchange.eventLoop.execute { exchange.value.respond(.ok, body: ByteBuffer(string: "done")) }
                break
            }
            #expect(await busy.readAll().hasSuffix("done"))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `closes a connection that has been idle for as long as it may, and none that is being answered`() async throws
    {
        // Long enough for a client on a busy machine to send its request.
        let idle = TimeAmount.seconds(2)
        var limits = ServerLimits()
        limits.idle = idle
        try await LiveServer.run(limits: limits) { exchange in
            let late = NIOLoopBound(exchange, eventLoop: exchange.eventLoop)
            // The timer rings several times while this one is being answered.
            exchange.eventLoop.scheduleTask(in: idle * 2) {
                late.value.respond(.ok, body: ByteBuffer(string: "late"))
            }
        } test: { live in
            let client = try await live.connect()
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.readAll().hasSuffix("late"))
            #expect(try await live.connect().readAll().isEmpty)
        }
    }
}
