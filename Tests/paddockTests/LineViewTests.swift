import Testing

@testable import paddock

@Suite struct `A text at a prompt` {
    private func view(_ placeholder: String = "") -> LineView {
        LineView(prompt: ">>> ", continuation: "... ", placeholder: placeholder)
    }

    @Test func `the text stands behind the prompt, and the cursor behind the text`() {
        var (view, screen) = (view(), Screen(columns: 20))
        screen.write(view.draw(Array("hello"), cursor: 5, on: screen.size))
        #expect(screen.rows == [">>> hello"])
        #expect(screen.cursor == [0, 9])
    }

    @Test func `a text that is wider than the terminal goes on in the next row`() {
        var (view, screen) = (view(), Screen(columns: 10))
        screen.write(view.draw(Array("abcdefgh"), cursor: 1, on: screen.size))
        #expect(screen.rows == [">>> abcdef", "gh"])
        #expect(screen.cursor == [0, 5])
    }

    @Test func `behind a full row the cursor waits in the next`() {
        var (view, screen) = (view(), Screen(columns: 10))
        screen.write(view.draw(Array("abcdef"), cursor: 6, on: screen.size))
        #expect(screen.cursor == [1, 0])
    }

    @Test func `a wide character is not cut at the edge`() {
        var (view, screen) = (view(), Screen(columns: 9))
        screen.write(view.draw(Array("語語語"), cursor: 3, on: screen.size))
        #expect(screen.rows == [">>> 語語", "語"])
        #expect(screen.cursor == [1, 2])
    }

    @Test func `lines of a text begin with a mark`() {
        var (view, screen) = (view(), Screen(columns: 20))
        screen.write(view.draw(Array("a\nb"), cursor: 1, on: screen.size))
        #expect(screen.rows == [">>> a", "... b"])
        #expect(screen.cursor == [0, 5])
    }

    @Test func `a drawing takes the place of the one before, whatever their heights`() {
        var (view, screen) = (view(), Screen(columns: 10))
        screen.write("before\r\n")
        screen.write(view.draw(Array("abcdefgh\nxyz"), cursor: 12, on: screen.size))
        screen.write(view.draw(Array("abc"), cursor: 0, on: screen.size))
        #expect(screen.rows == ["before", ">>> abc"])
        screen.write(view.draw(Array("a\nb\nc"), cursor: 5, on: screen.size))
        #expect(screen.rows == ["before", ">>> a", "... b", "... c"])
    }

    @Test func `what follows stands below the text`() {
        var (view, screen) = (view("write"), Screen(columns: 10))
        screen.write(view.draw(Array("a\nb"), cursor: 0, on: screen.size))
        screen.write(view.leave(Array("a\nb"), on: screen.size) + "next")
        #expect(screen.rows == [">>> a", "... b", "next"])
    }

    @Test func `the placeholder stands where there is no text, and is not left behind`() {
        var (view, screen) = (view("write"), Screen(columns: 20))
        screen.write(view.draw([], cursor: 0, on: screen.size))
        #expect(screen.rows == [">>> write"])
        #expect(screen.cursor == [0, 4])
        screen.write(view.leave([], on: screen.size))
        #expect(screen.rows == [">>>", ""])
    }

    @Test func `of a text that is taller than the terminal the part with the cursor is shown`() {
        var (view, screen) = (view(), Screen(columns: 20, rows: 3))
        let text = Array((1...9).map { "\($0)" }.joined(separator: "\n"))
        screen.write(view.draw(text, cursor: text.count, on: screen.size))
        #expect(screen.rows == ["... 7", "... 8", "... 9"])
        screen.write(view.draw(text, cursor: 0, on: screen.size))
        #expect(screen.rows == [">>> 1", "... 2", "... 3"])
        #expect(screen.cursor == [0, 4])
    }
}

/// A terminal that knows as much as ``LineView`` needs.
private struct Screen {
    let size: TerminalSize
    private var cells: [[Character]] = [[]]
    private(set) var cursor = [0, 0]

    init(columns: Int, rows: Int = 24) {
        size = TerminalSize(columns: columns, rows: rows)
    }

    /// The rows without the blanks at their ends.
    var rows: [String] {
        cells.map { row in
            // The second half of a wide character holds nothing.
            String(row.filter { $0 != "\0" }.reversed().drop { $0 == " " }.reversed())
        }
    }

    mutating func write(_ text: String) {
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r": cursor[1] = 0
            case "\n": cursor[0] += 1
            case "\u{1B}": steer(&rest)
            default: put(Character(scalar))
            }
            while cells.count <= cursor[0] { cells.append([]) }
        }
    }

    private mutating func put(_ character: Character) {
        let width = DisplayWidth.of(character)
        #expect(cursor[1] + width <= size.columns, "the terminal would break the line itself")
        while cells[cursor[0]].count < cursor[1] + width { cells[cursor[0]].append(" ") }
        cells[cursor[0]][cursor[1]] = character
        if width == 2 { cells[cursor[0]][cursor[1] + 1] = "\0" }
        cursor[1] += width
    }

    private mutating func steer(_ rest: inout Substring.UnicodeScalarView) {
        rest.removeFirst()
        let number = rest.prefix { "0"..."9" ~= $0 }
        rest.removeFirst(number.count)
        let count = Int(String(number))
        switch rest.removeFirst() {
        case "A": cursor[0] -= count ?? 1
        case "C": cursor[1] += count ?? 1
        case "J":
            cells.removeSubrange((cursor[0] + 1)...)
            cells[cursor[0]].removeSubrange(min(cursor[1], cells[cursor[0]].count)...)
        case "m": break
        case let other: Issue.record("what is \(other)?")
        }
        #expect(cursor[0] >= 0)
    }
}
