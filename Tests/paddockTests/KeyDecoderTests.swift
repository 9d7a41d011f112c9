import Testing

@testable import paddock

@Suite struct `Keys of a terminal` {
    private func keys(_ bytes: [UInt8]) -> [Key] {
        var decoder = KeyDecoder()
        return bytes.compactMap { decoder.take($0) }
    }

    private func keys(_ text: String) -> [Key] { keys(Array(text.utf8)) }

    @Test func `letters of every alphabet come whole`() {
        #expect(keys("aé語🎈") == [.text("a"), .text("é"), .text("語"), .text("🎈")])
    }

    @Test func `a character that breaks off is dropped, and what follows is not`() {
        #expect(keys([0xE8, 0xAA, 0x61]) == [.text("a")])
        #expect(keys([0xFF, 0x80, 0x61]) == [.text("a")])
    }

    @Test(arguments: [
        ("\u{1B}[A", Key.up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left), ("\u{1B}[H", .home),
        ("\u{1B}OF", .end), ("\u{1B}[1~", .home), ("\u{1B}[4~", .end), ("\u{1B}[3~", .delete),
        ("\u{1B}[1;5D", .wordLeft), ("\u{1B}[1;3C", .wordRight), ("\u{1B}b", .wordLeft), ("\u{1B}f", .wordRight),
        ("\u{1B}\r", .newline), ("\r", .enter), ("\n", .enter), ("\u{7F}", .backspace), ("\u{1}", .control("a")),
        ("\u{17}", .control("w")),
    ])
    func `keys are known by what terminals send for them`(bytes: String, key: Key) {
        #expect(keys(bytes) == [key])
    }

    @Test func `sequences that mean nothing here leave no trace`() {
        #expect(keys("\u{1B}[15~\u{1B}[200Zx") == [.text("x")])
    }

    @Test func `an endless sequence does not swallow what follows for ever`() {
        let digits = String(repeating: "1", count: 100)
        #expect(keys("\u{1B}[\(digits)Ax").last == .text("x"))
    }

    @Test func `a pause after the escape key makes it the escape key`() {
        var decoder = KeyDecoder()
        let escape = decoder.take(0x1B)
        #expect(escape == nil && decoder.isWaiting)
        decoder.pause()
        let letter = decoder.take(UInt8(ascii: "b"))
        #expect(letter == .text("b"))
    }

    @Test func `a pasted text comes in one piece, with our line ends and nothing that steers`() {
        #expect(keys("\u{1B}[200~a\r\nb\rc\td\u{7}\u{1B}[31m~\u{1B}[201~x") == [.paste("a\nb\nc\td[31m~"), .text("x")])
    }
}
