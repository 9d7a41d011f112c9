/// Lays an answer out as its parts come: what was thought in grey, then what is said; pure.
struct AnswerPrinter {
    private let showsThinking: Bool
    private let isStyled: Bool
    private var state = State.start
    /// Whether the last thing printed was the end of a line.
    private var isAtLineStart = true

    private enum State {
        case start, thinking, speaking, over
    }

    /// - Parameters:
    ///   - showsThinking: Whether thoughts are printed.
    ///   - isStyled: Whether it goes to a terminal, which shows colours, and does what it is told.
    init(showsThinking: Bool, isStyled: Bool) {
        (self.showsThinking, self.isStyled) = (showsThinking, isStyled)
    }

    /// What to print for a piece of thought.
    mutating func add(thought: String) -> String {
        guard showsThinking, !thought.isEmpty, state != .over else { return "" }
        // A style's end at a line's end, and its start again, so that nothing else is grey if the program ends here.
        let mark = state == .thinking ? "" : styled("Thinking …\n")
        // Models begin with the line break behind their tag.
        let text = state == .thinking ? shown(thought) : String(shown(thought).drop(while: \.isNewline))
        state = .thinking
        guard !text.isEmpty else { return mark }
        isAtLineStart = text.hasSuffix("\n")
        return mark + styled(text)
    }

    /// What to print for a piece of the answer.
    mutating func add(content: String) -> String {
        guard !content.isEmpty, state != .over else { return "" }
        let mark = state == .thinking ? (isAtLineStart ? "" : "\n") + styled("… done thinking.") + "\n\n" : ""
        // Behind thoughts there are blank lines enough.
        let text = mark.isEmpty ? shown(content) : String(shown(content).drop(while: \.isNewline))
        state = .speaking
        if !text.isEmpty { isAtLineStart = text.last?.isNewline ?? false }
        return mark + text
    }

    /// What to print at the end, however it comes: what follows begins a line of its own.
    mutating func end() -> String {
        defer { state = .over }
        guard state == .thinking || state == .speaking else { return "" }
        return isAtLineStart ? "" : "\n"
    }

    private func styled(_ text: String) -> String { isStyled ? Style.grey.applied(to: text) : text }

    private func shown(_ text: String) -> String { isStyled ? text.harmless : text }
}
