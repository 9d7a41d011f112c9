/// A text that is being written at a prompt; pure: keys in, what to do out.
struct LineEditor {
    /// What follows from a key.
    enum Outcome: Hashable, Sendable {
        /// The text or the cursor may have changed.
        case edited
        /// The text is complete.
        case submitted(String)
        /// Control-C: the text has been thrown away. `wasEmpty` tells whether there was none.
        case interrupted(wasEmpty: Bool)
        /// Control-D, where there is no text.
        case ended
        /// Control-L: show everything anew.
        case cleared
        /// Control-Z: the program is to stop for now.
        case suspended
    }

    /// The text so far.
    private(set) var characters: [Character] = []
    /// The character that the cursor stands on; as many as there are when it stands behind the last one.
    private(set) var cursor = 0
    private var history: History.Walk
    /// What was cut last.
    private var cut: [Character] = []

    /// An empty text, from which one can walk back through earlier ones.
    init(history: History) {
        self.history = history.walk
    }

    /// The text so far.
    var text: String { String(characters) }

    /// Does what a key says.
    mutating func take(_ key: Key) -> Outcome {
        switch key {
        case .text(let text), .paste(let text): insert(text)
        case .newline: insert("\n")
        case .enter: return .submitted(text)
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = lineStart
        case .end, .control("e"): cursor = lineEnd
        case .wordLeft: cursor = wordStart
        case .wordRight: cursor = wordEnd
        case .up, .control("p"): goUp()
        case .down, .control("n"): goDown()
        case .backspace: remove(max(0, cursor - 1)..<cursor)
        case .delete: remove(cursor..<min(characters.count, cursor + 1))
        case .control("k"): kill(cursor..<lineEnd)
        case .control("u"): kill(lineStart..<cursor)
        case .control("w"): kill(wordStart..<cursor)
        case .control("y"): insert(String(cut))
        case .control("c"):
            defer { replace(with: "") }
            return .interrupted(wasEmpty: characters.isEmpty)
        case .control("d"):
            guard !characters.isEmpty else { return .ended }
            remove(cursor..<min(characters.count, cursor + 1))
        case .control("l"): return .cleared
        case .control("z"): return .suspended
        case .control: break
        }
        return .edited
    }

    private mutating func insert(_ text: String) {
        // Cut into characters again, for what is new may become one with what stands before it.
        let before = Array(String(characters[..<cursor]) + text)
        characters = before + characters[cursor...]
        cursor = before.count
    }

    private mutating func remove(_ range: Range<Int>) {
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private mutating func kill(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        cut = Array(characters[range])
        remove(range)
    }

    private mutating func replace(with text: String) {
        characters = Array(text)
        cursor = characters.count
    }
}

extension LineEditor {
    private var lineStart: Int { (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }

    private var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }

    private var wordStart: Int {
        let word = characters[..<cursor].lastIndex { !$0.isWhitespace } ?? 0
        return (characters[..<word].lastIndex(where: \.isWhitespace) ?? -1) + 1
    }

    private var wordEnd: Int {
        let word = characters[cursor...].firstIndex { !$0.isWhitespace } ?? characters.count
        return characters[word...].firstIndex(where: \.isWhitespace) ?? characters.count
    }

    /// Goes to the line above, or to the text before this one.
    private mutating func goUp() {
        guard lineStart > 0 else {
            if let earlier = history.back(from: text) { replace(with: earlier) }
            return
        }
        let column = cursor - lineStart
        let above = lineStart - 1
        cursor = above
        cursor = min(lineStart + column, above)
    }

    /// Goes to the line below, or to the text after this one.
    private mutating func goDown() {
        guard lineEnd < characters.count else {
            if let later = history.forward(from: text) { replace(with: later) }
            return
        }
        let column = cursor - lineStart
        cursor = lineEnd + 1
        cursor = min(cursor + column, lineEnd)
    }
}
