/// The texts that have been written at a prompt, the oldest first.
struct History: Hashable, Sendable {
    /// The texts.
    private(set) var texts: [String]
    /// How many are kept.
    static let limit = 1000

    /// A history of these texts.
    init(_ texts: [String] = []) {
        self.texts = texts.suffix(Self.limit)
    }

    /// Adds a text; tells whether it is worth keeping: blank ones and repetitions are not.
    mutating func add(_ text: String) -> Bool {
        guard text.contains(where: { !$0.isWhitespace }), text != texts.last else { return false }
        texts = (texts + [text]).suffix(Self.limit)
        return true
    }

    /// A walk through the texts, which begins after the last one.
    var walk: Walk { Walk(texts: texts, place: texts.count) }

    /// One person's way back and forth; what they change on it stays until it ends.
    struct Walk {
        private var texts: [String]
        private var place: Int

        fileprivate init(texts: [String], place: Int) {
            // The text that is being written comes last.
            self.texts = texts + [""]
            self.place = place
        }

        /// The text before this one; `nil` at the oldest.
        mutating func back(from text: String) -> String? { go(to: place - 1, from: text) }

        /// The text after this one; `nil` at the one that is being written.
        mutating func forward(from text: String) -> String? { go(to: place + 1, from: text) }

        private mutating func go(to next: Int, from text: String) -> String? {
            guard texts.indices.contains(next) else { return nil }
            texts[place] = text
            place = next
            return texts[next]
        }
    }
}

extension History {
    /// Reads what ``line(for:)`` has written, one text a line.
    init(parsing file: String) {
        self.init(file.split(separator: "\n").map(Self.text))
    }

    /// How a text stands in the file: in one line.
    static func line(for text: String) -> String {
        var line = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": line += #"\\"#
            case "\n": line += #"\n"#
            default: line.unicodeScalars.append(character)
            }
        }
        return line
    }

    private static func text(of line: Substring) -> String {
        var text = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in line.unicodeScalars {
            if isEscaped {
                text.append(scalar == "n" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                text.append(scalar)
            }
        }
        return String(text)
    }
}
