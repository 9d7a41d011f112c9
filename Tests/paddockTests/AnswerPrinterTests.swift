import Testing

@testable import paddock

@Suite struct `Printed answers` {
    private func printed(
        _ parts: [(thought: String, content: String)],
        shows: Bool = true,
        isStyled: Bool = false
    ) -> String {
        var printer = AnswerPrinter(showsThinking: shows, isStyled: isStyled)
        return parts.map { printer.add(thought: $0.thought) + printer.add(content: $0.content) }.joined()
            + printer.end()
            + printer.end()
    }

    @Test func `an answer is printed as it is, and ends its line once`() {
        #expect(printed([("", "Hel"), ("", "lo")]) == "Hello\n")
        #expect(printed([("", "Hello\n")]) == "Hello\n")
        #expect(printed([]) == "")
    }

    @Test func `thoughts are marked at both ends`() {
        let text = printed([("\nLet me", ""), (" see.\n", ""), ("", "\n\nFour."), ("", "\n\nYes.")])
        #expect(text == "Thinking …\nLet me see.\n… done thinking.\n\nFour.\n\nYes.\n")
    }

    @Test func `thoughts are grey on a terminal, piece by piece`() {
        #expect(
            printed([("a", ""), ("b", "")], isStyled: true)
                == "\u{1B}[90mThinking …\n\u{1B}[0m\u{1B}[90ma\u{1B}[0m\u{1B}[90mb\u{1B}[0m\n"
        )
    }

    @Test func `thoughts that are not wanted leave no trace`() {
        #expect(printed([("hm", ""), ("", "\nFour.")], shows: false) == "\nFour.\n")
    }

    @Test func `what a model writes cannot steer the terminal, but goes to files as it is`() {
        #expect(printed([("", "\u{1B}]0;owned\u{7}a\tb\u{9B}2J\n")], isStyled: true) == "]0;owneda\tb2J\n")
        #expect(printed([("", "\u{1B}[1m\n")]) == "\u{1B}[1m\n")
    }
}
