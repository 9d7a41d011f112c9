/// The path of a picture in a text; pure.
struct PicturePath: Hashable {
    /// The path, without quotes and backslashes.
    let path: String
    /// Where it stands, with them.
    let range: Range<String.Index>

    private static let endings = [".png", ".jpg", ".jpeg", ".webp"]

    /// Whether it can be nothing but a path.
    var isCertain: Bool { ["/", "./", "../", "~/"].contains { path.hasPrefix($0) } }

    /// What may be paths of pictures in a text, in order.
    ///
    /// They stand between quotes, or have a backslash before each blank, as terminals write them for files that are
    /// dragged there.
    static func candidates(in text: String) -> [PicturePath] {
        var found: [PicturePath] = []
        var rest = text[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if let quoted = quoted(in: rest) {
                found.append(quoted)
                rest = rest[quoted.range.upperBound...]
            } else {
                let end = wordEnd(in: rest)
                if let path = word(rest[..<end]) { found.append(path) }
                rest = rest[end...]
            }
        }
        return found
    }

    private static func quoted(in text: Substring) -> PicturePath? {
        guard let quote = text.first, quote == "'" || quote == "\"",
            let end = text.dropFirst().firstIndex(of: quote)
        else { return nil }
        let path = String(text.dropFirst()[..<end])
        return isPicture(path) ? PicturePath(path: path, range: text.startIndex..<text.index(after: end)) : nil
    }

    private static func wordEnd(in text: Substring) -> String.Index {
        var isEscaped = false
        return text.firstIndex { character in
            defer { isEscaped = character == "\\" && !isEscaped }
            return character.isWhitespace && !isEscaped
        } ?? text.endIndex
    }

    private static func word(_ word: Substring) -> PicturePath? {
        var word = word
        // A sentence may end with it.
        while let last = word.last, ".,;:!?)".contains(last) { word.removeLast() }
        var path = ""
        var isEscaped = false
        for character in word {
            isEscaped = character == "\\" && !isEscaped
            if !isEscaped { path.append(character) }
        }
        guard isPicture(path), !path.contains("://") else { return nil }
        return PicturePath(path: path, range: word.startIndex..<word.endIndex)
    }

    private static func isPicture(_ path: String) -> Bool {
        let small = path.lowercased()
        return endings.contains { small.hasSuffix($0) && small.count > $0.count }
    }
}
