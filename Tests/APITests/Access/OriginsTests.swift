import Testing

@testable import API

@Suite struct `Origins of pages` {
    @Test(arguments: [
        "http://localhost", "https://localhost", "http://localhost:3000", "https://localhost:3000",
        "http://127.0.0.1", "https://127.0.0.1:8443", "http://0.0.0.0:5173", "HTTP://LocalHost:3000",
        "app://obsidian.md", "file://", "file://host", "tauri://localhost", "vscode-webview://1a2b3c",
        "vscode-file://vscode-app",
    ])
    func `of this machine, and of programs that show pages, are admitted by default`(_ origin: String) {
        #expect(Origins.local.admit(origin))
    }

    @Test(arguments: [
        "null", "chrome-extension://abc", "moz-extension://abc", "http://[::1]:3000", "https://example.com",
        "http://localhost.example.com", "http://example.com/http://localhost", "ftp://localhost", "localhost", "",
        "http://192.168.0.2:3000",
    ])
    func `of others are not`(_ origin: String) {
        #expect(!Origins.local.admit(origin))
    }

    @Test(arguments: [
        ("https://chat.example.com", "https://chat.example.com", true),
        ("https://chat.example.com", "http://chat.example.com", false),
        ("https://chat.example.com", "https://chat.example.com:8443", false),
        ("https://chat.example.com/", "https://chat.example.com", true),
        ("https://*.example.com", "https://a.b.example.com", true),
        ("https://*.example.com", "https://example.com", false),
        ("https://*.example.com", "https://a.example.com.evil.org", false),
        ("http://*:*", "http://box:3000", true),
        ("http://*-dev.*.org", "http://a-dev-dev.b.org", true),
        ("chrome-extension://*", "chrome-extension://abc", true),
        ("a://b, C://D ,,", "c://d", true),
        ("null", "null", true),
        ("*", "anything://at.all", true),
        ("*", "null", true),
        ("", "https://example.com", false),
    ])
    func `of a list are admitted, and a star stands for any text`(
        _ list: String,
        _ origin: String,
        _ isAdmitted: Bool
    )
        throws
    {
        let listed: Origins = try #require(Origins(list))
        let origins = Origins.local.adding(listed)
        #expect(origins.admit(origin) == isAdmitted)
        #expect(origins.admit("http://localhost:3000"))
    }

    @Test(arguments: ["example.com", "https://a,example.com", "localhost:3000"])
    func `without a scheme are a mistake of the one who lists them`(_ list: String) {
        #expect(Origins(list) == nil)
    }

    @Test func `are compared in time that grows slowly with a hostile origin`() throws {
        let origins = try #require(Origins("*a*a*a*a*a*a*a*a*a*b"))
        #expect(!origins.admit(String(repeating: "a", count: 20_000)))
    }
}
