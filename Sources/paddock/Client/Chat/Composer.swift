/// Makes messages and commands of the lines that a person writes; pure.
///
/// What begins with three quotes goes on, over as many lines as it takes, until three more end it.
struct Composer {
    /// What a person has written.
    enum Entry: Hashable {
        /// Something for the model.
        case message(String)
        /// Something for the chat itself, with the slash in front.
        case command(String)
        /// Nothing.
        case blank
    }

    private var lines: [Substring] = []
    private var command = ""
    private(set) var isOpen = false
    private static let mark = #"""""#
    /// What may stand in front of the mark.
    private static let opening = "/set system "

    /// Takes the next line, or several that were pasted.
    ///
    /// - Returns: What is complete with it; `nil` when more lines are to come.
    mutating func take(_ line: String) -> Entry? {
        guard !isOpen else { return goOn(with: line[...]) }
        let text = line.trimmed
        guard !text.isEmpty else { return .blank }
        let isSystem = text.hasPrefix(Self.opening + Self.mark)
        let rest = isSystem ? text.dropFirst(Self.opening.count) : text[...]
        guard rest.hasPrefix(Self.mark) else { return Self.isCommand(text) ? .command(text) : .message(text) }
        (lines, command, isOpen) = ([], isSystem ? Self.opening : "", true)
        return goOn(with: rest.dropFirst(Self.mark.count))
    }

    /// Throws away what is not complete.
    mutating func abandon() { isOpen = false }

    private mutating func goOn(with line: Substring) -> Entry? {
        var end = line
        while end.last?.isWhitespace == true { end.removeLast() }
        guard end.hasSuffix(Self.mark) else {
            lines.append(line)
            return nil
        }
        isOpen = false
        lines.append(end.dropLast(Self.mark.count))
        // The marks may have lines of their own.
        if lines.first?.isEmpty == true { lines.removeFirst() }
        if lines.last?.isEmpty == true { lines.removeLast() }
        let text = lines.joined(separator: "\n")
        guard command.isEmpty else { return .command(command + text) }
        return text.trimmed.isEmpty ? .blank : .message(text)
    }

    /// A slash and a word is a command; a path has a second slash, or a point.
    private static func isCommand(_ text: String) -> Bool {
        guard text.first == "/", let word = text.dropFirst().split(whereSeparator: \.isWhitespace).first else {
            return text == "/"
        }
        return word == "?" || word.allSatisfy(\.isLetter)
    }
}

extension StringProtocol {
    /// The text without blanks and line breaks at its ends.
    var trimmed: String {
        var text = self[...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
