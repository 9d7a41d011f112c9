import Logging
import Testing

@testable import paddock

@Suite struct `Log line` {
    private func value(_ text: String) -> String {
        var line = LogLine()
        line.appendValue(text)
        return String(decoding: line.bytes, as: UTF8.self)
    }

    @Test(arguments: ["", "qwen3-0.6b", "/v1/chat/completions", "größe", "a\\b=c"])
    func `leaves a value of one word as it is`(_ text: String) {
        #expect(value(text) == text)
    }

    @Test(arguments: [
        ("two words", #""two words""#), (#"a"b"#, #""a\"b""#), ("größe 2", #""größe 2""#), ("a\tb", "\"a\tb\""),
    ])
    func `puts a value of several words in quotes`(_ text: String, _ expected: String) {
        #expect(value(text) == expected)
    }

    @Test(arguments: [("a\nb", #""a\nb""#), ("a\r\nb", #""a\r\nb""#), ("a\u{0B}b\u{0C}", #""a\nb\n""#)])
    func `never breaks the line`(_ text: String, _ expected: String) {
        #expect(value(text) == expected)
    }

    @Test func `tells facts in the order of their keys`() {
        var line = LogLine()
        line.append(["model": "tiny", "code": .stringConvertible(200), "names": ["a", "b"]])
        let text = String(decoding: line.bytes, as: UTF8.self)
        #expect(text == ##" code=200 model=tiny names="[\"a\", \"b\"]""##)
    }

    @Test func `fills a number up with zeros`() {
        var line = LogLine()
        line.append(7, digits: 3)
        #expect(line.bytes == Array("007".utf8))
    }
}
