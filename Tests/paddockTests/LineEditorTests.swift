import Testing

@testable import paddock

@Suite struct `The line editor` {
    /// The text after these keys, with a bar where the cursor is.
    private func text(after keys: [Key], history: [String] = []) -> String {
        var editor = LineEditor(history: History(history))
        for key in keys { _ = editor.take(key) }
        return String(editor.characters[..<editor.cursor]) + "|" + String(editor.characters[editor.cursor...])
    }

    private func typed(_ text: String) -> [Key] { text.map { .text(String($0)) } }

    @Test func `text goes where the cursor is`() {
        #expect(text(after: typed("helo") + [.left, .text("l")]) == "hell|o")
    }

    @Test func `home, end and the arrows stop at the ends`() {
        #expect(text(after: typed("ab") + [.home, .left, .text("x"), .end, .right, .text("y")]) == "xaby|")
        #expect(text(after: typed("ab") + [.control("a"), .text("x"), .control("e"), .text("y")]) == "xaby|")
    }

    @Test func `a character of several parts is one`() {
        #expect(text(after: [.text("e"), .text("\u{301}"), .text("x"), .backspace, .backspace]) == "|")
        #expect(text(after: [.text("👩‍👩‍👧"), .left, .delete]) == "|")
    }

    @Test func `backspace and delete do nothing where there is nothing`() {
        #expect(text(after: [.backspace, .delete]) == "|")
        #expect(text(after: typed("a") + [.delete, .home, .backspace]) == "|a")
    }

    @Test func `control-k, -u and -w cut, and control-y brings the last cut back`() {
        #expect(text(after: typed("one two") + [.wordLeft, .control("k")]) == "one |")
        #expect(text(after: typed("one two") + [.wordLeft, .control("u")]) == "|two")
        #expect(text(after: typed("one two  ") + [.control("w")]) == "one |")
        #expect(text(after: typed("one two") + [.control("w"), .home, .control("y")]) == "two|one ")
    }

    @Test func `words are walked over in both directions`() {
        #expect(text(after: typed("one  two") + [.wordLeft, .wordLeft]) == "|one  two")
        #expect(text(after: typed("one  two") + [.home, .wordRight, .wordRight]) == "one  two|")
    }

    @Test func `earlier texts come back, and what was being written is not lost`() {
        #expect(text(after: typed("new") + [.up], history: ["a", "b"]) == "b|")
        #expect(text(after: typed("new") + [.up, .up, .up], history: ["a", "b"]) == "a|")
        #expect(
            text(after: typed("new") + [.up, .text("!"), .up, .down, .down, .down], history: ["a", "b"]) == "new|"
        )
        #expect(text(after: typed("new") + [.up, .text("!"), .up, .down], history: ["a", "b"]) == "b!|")
    }

    @Test func `the arrows walk the lines of a text before they leave it`() {
        #expect(text(after: [.paste("long line\nab"), .up], history: ["old"]) == "lo|ng line\nab")
        #expect(text(after: [.paste("a\nlong"), .up, .down], history: ["old"]) == "a\nl|ong")
        #expect(text(after: [.paste("a\nb"), .up, .up], history: ["old"]) == "old|")
        #expect(text(after: [.paste("a\nb c"), .home, .control("k")]) == "a\n|")
    }

    @Test func `enter submits the whole text, wherever the cursor is`() {
        var editor = LineEditor(history: History())
        for key in typed("ab") + [.newline, .text("c"), .home] { _ = editor.take(key) }
        let outcome = editor.take(.enter)
        #expect(outcome == .submitted("ab\nc"))
    }

    @Test func `control-c throws the text away and says whether there was one`() {
        var editor = LineEditor(history: History())
        let outcomes = [Key.control("c"), .text("a"), .control("c")].map { editor.take($0) }
        #expect(outcomes == [.interrupted(wasEmpty: true), .edited, .interrupted(wasEmpty: false)])
        #expect(editor.text.isEmpty)
    }

    @Test func `control-d leaves where there is no text, and deletes where there is`() {
        var editor = LineEditor(history: History())
        let outcome = editor.take(.control("d"))
        #expect(outcome == .ended)
        #expect(text(after: typed("ab") + [.home, .control("d")]) == "|b")
    }
}
