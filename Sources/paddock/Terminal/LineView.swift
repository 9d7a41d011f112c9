/// How a text that is being written stands on a terminal; pure.
///
/// It breaks lines itself rather than leave that to the terminal, so that it knows where the cursor is.
struct LineView {
    /// What stands before the first row, and before the others.
    let prompt: String
    let continuation: String
    /// What stands in grey where there is no text.
    private var placeholder: String
    /// The row of the cursor when it was drawn last; 0 is the first.
    private var cursorRow = 0

    init(prompt: String, continuation: String, placeholder: String = "") {
        (self.prompt, self.continuation, self.placeholder) = (prompt, continuation, placeholder)
    }

    /// Draws the text in the place of what was drawn before.
    ///
    /// - Parameters:
    ///   - characters: The text.
    ///   - cursor: The character that the cursor stands on.
    ///   - size: The terminal's columns and rows. Of a text that is taller the rows around the cursor are shown.
    /// - Returns: What to write to the terminal.
    mutating func draw(_ characters: [Character], cursor: Int, on size: TerminalSize) -> String {
        var layout = Layout(prompt: prompt, continuation: continuation, columns: size.columns)
        for (index, character) in characters.enumerated() {
            layout.add(character, isCursor: index == cursor)
        }
        layout.end(isCursor: cursor == characters.count)
        if characters.isEmpty { layout.addPlaceholder(placeholder) }
        let first = max(0, min(layout.cursor.row - size.rows / 2, layout.rows.count - size.rows))
        let shown = layout.rows[first..<min(layout.rows.count, first + max(1, size.rows))]
        let last = shown.endIndex - 1
        defer { cursorRow = layout.cursor.row - first }
        return Self.up(cursorRow) + "\r\u{1B}[J" + shown.joined(separator: "\r\n") + Self.up(last - layout.cursor.row)
            + "\r" + Self.right(layout.cursor.column)
    }

    /// What to write so that what comes next stands below the text.
    mutating func leave(_ characters: [Character], on size: TerminalSize) -> String {
        placeholder = ""
        return draw(characters, cursor: characters.count, on: size) + "\r\n"
    }

    /// The terminal has been wiped, or something else has been written to it: the next drawing starts where the cursor is.
    mutating func forget() { cursorRow = 0 }

    private static func up(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)A" : "" }

    private static func right(_ count: Int) -> String { count > 0 ? "\u{1B}[\(count)C" : "" }
}

/// A text in rows of a width.
private struct Layout {
    private(set) var rows: [String] = []
    private(set) var cursor = (row: 0, column: 0)
    private let continuation: String
    private let columns: Int
    private var row: String
    private var column: Int

    init(prompt: String, continuation: String, columns: Int) {
        // A terminal that is narrower than a prompt and two signs is beyond help.
        self.columns = max(columns, DisplayWidth.of(prompt) + 2)
        self.continuation = continuation
        row = prompt
        column = DisplayWidth.of(prompt)
    }

    mutating func add(_ character: Character, isCursor: Bool) {
        let shown = character == "\t" ? "    " : character == "\n" ? "" : String(character)
        let width = DisplayWidth.of(shown)
        if column + width > columns { wrap(with: "") }
        if isCursor { cursor = (rows.count, column) }
        row += shown
        column += width
        if character == "\n" { wrap(with: continuation) }
    }

    mutating func end(isCursor: Bool) {
        // Behind a full row the cursor stands at the start of the next.
        if isCursor, column >= columns { wrap(with: "") }
        if isCursor { cursor = (rows.count, column) }
        rows.append(row)
    }

    mutating func addPlaceholder(_ text: String) {
        guard column + DisplayWidth.of(text) < columns, !text.isEmpty else { return }
        rows[rows.count - 1] += Style.grey.applied(to: text)
    }

    private mutating func wrap(with start: String) {
        rows.append(row)
        row = start
        column = DisplayWidth.of(start)
    }
}
