import Testing

@testable import paddock

@Suite struct `Widths on a terminal` {
    @Test(arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("ß", 1), ("語", 2), ("한", 2), ("ｱ", 1), ("Ａ", 2), ("🎈", 2), ("👩‍👩‍👧", 2),
        ("❤️", 2),
        ("❤", 1), ("🇩🇪", 2), ("\u{200B}", 0), ("\u{7}", 0), ("日本語x", 7),
    ])
    func `a character takes as many cells as terminals give it`(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }
}
