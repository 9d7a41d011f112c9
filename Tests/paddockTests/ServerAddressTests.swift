import Testing

@testable import paddock

@Suite struct `Addresses of a server` {
    @Test(
        arguments: [
            ("127.0.0.1", nil, "http://127.0.0.1:8080"), ("box", 9000, "http://box:9000"),
            ("box:1", 9000, "http://box:1"),
            ("http://box", nil, "http://box:80"), ("http://box:11434/", 9000, "http://box:11434"),
            ("0.0.0.0", nil, "http://127.0.0.1:8080"), ("::", nil, "http://[::1]:8080"),
            ("[::1]:7", nil, "http://[::1]:7"),
            ("fe80::1", 5, "http://[fe80::1]:5"), ("[::1]", nil, "http://[::1]:8080"),
        ] as [(String, Int?, String)]
    )
    func `an address is read as people write it`(text: String, port: Int?, address: String) {
        #expect(ServerAddress(text, port: port)?.description == address)
    }

    @Test(arguments: [
        "", ":8080", "box:many", "box:0", "box:70000", "https://box", "http://box/v1", "a box", "[::1", "[::1]8080",
    ])
    func `anything else is refused`(text: String) {
        #expect(ServerAddress(text) == nil)
    }
}
