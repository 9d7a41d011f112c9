import Store
import Testing

@testable import Download

@Suite struct `Answers of servers` {
    private func head(_ lines: String...) -> AnswerHead {
        var head = AnswerHead()
        for line in lines { head.read(line) }
        return head
    }

    @Test func `are those of the last of several heads`() {
        let head = head(
            "HTTP/1.1 302 Found",
            "Location: https://cdn.example/x",
            "ETag: \"wrong\"",
            "HTTP/1.1 206 Partial Content",
            "etag:  \"right\" ",
            "Content-Range: bytes 0-9/100"
        )
        #expect(head.status == 206)
        #expect(head.validator == "\"right\"")
        #expect(head["location"] == nil)
        #expect(head.place == "cdn.example")
        #expect(!head.isInterim)
    }

    @Test func `say what a file is before they point to it`() {
        let digits = String(repeating: "ab", count: 32)
        let head = head("HTTP/1.1 302 Found", "Location: /x", "X-Linked-ETag: \"\(digits)\"", "HTTP/2 200")
        #expect(head.content?.hexDigits == digits)
        #expect(head.place == nil)
    }

    @Test func `do not tell contents apart by a weak mark`() {
        #expect(head("HTTP/1.1 200 OK", "ETag: W/\"x\"").validator == nil)
    }

    @Test(arguments: [("3", 3), ("100000", 60), ("-5", 0)])
    func `ask for a pause of a minute at most`(_ text: String, _ seconds: Int) {
        #expect(head("HTTP/1.1 503 Busy", "Retry-After: \(text)").pause == .seconds(seconds))
    }

    @Test func `name the next page of a list`() {
        let link = "<https://a.example/1>; rel=\"first\", <https://a.example/2?c=x>; rel=\"next\""
        #expect(head("HTTP/1.1 200 OK", "Link: \(link)").nextPage == "https://a.example/2?c=x")
        #expect(head("HTTP/1.1 200 OK").nextPage == nil)
    }

    @Test func `name the bytes that they hold`() throws {
        let range = try #require(ContentRange("bytes 10-19/100"))
        #expect(range.bytes == 10..<20)
        #expect(range.total == 100)
    }

    @Test(arguments: [
        "", "bytes", "bytes */100", "bytes 0-9/*", "bytes 9-0/100", "bytes 0-100/100", "items 0-9/100", "bytes 0-9",
    ])
    func `hold nothing when they do not say so clearly`(_ text: String) {
        #expect(ContentRange(text) == nil)
    }
}

@Suite struct `Bearer challenges` {
    @Test func `name where a token is to be had, and for what`() throws {
        let challenge = try #require(
            BearerChallenge(
                "Bearer realm=\"https://auth.example/token\",service=\"r\", scope=\"repository:a/b:pull,push\""
            )
        )
        #expect(challenge.realm == "https://auth.example/token")
        #expect(challenge.service == "r")
        #expect(challenge.scope == "repository:a/b:pull,push")
        #expect(challenge.url == "https://auth.example/token?service=r&scope=repository%3Aa/b%3Apull%2Cpush")
    }

    @Test func `do without quotes, service and scope`() {
        #expect(BearerChallenge("bearer REALM=https://a.example/t?x=1")?.url == "https://a.example/t?x=1")
        #expect(
            BearerChallenge("Bearer realm=https://a.example/t?x=1,service=s")?.url
                == "https://a.example/t?x=1&service=s"
        )
    }

    @Test(arguments: ["Basic realm=\"x\"", "Bearer", "Bearer service=\"x\"", "Bearer realm=\"file:///etc/passwd\""])
    func `are not made of anything else`(_ text: String) {
        #expect(BearerChallenge(text) == nil)
    }
}

@Suite struct `Web addresses` {
    @Test(arguments: [
        ("https://Example.COM:8443/a/b?c#d", "https", "example.com:8443", "example.com", "/a/b"),
        ("HTTP://[::1]:80", "http", "[::1]:80", "[::1]", ""), ("https://[::1]/x", "https", "[::1]", "[::1]", "/x"),
    ])
    func `have parts`(_ text: String, _ scheme: String, _ authority: String, _ host: String, _ path: String) throws {
        let address = try #require(WebAddress(text))
        #expect([address.scheme, address.authority, address.host, address.path] == [scheme, authority, host, path])
    }

    @Test(arguments: ["", "example.com", "ftp://example.com", "https://", "https://user@example.com/", "https://a b/"])
    func `are not made of anything else`(_ text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test func `are escaped byte by byte`() {
        #expect(WebAddress.escaped("a/b c#ü%.gguf") == "a/b%20c%23%C3%BC%25.gguf")
    }
}
