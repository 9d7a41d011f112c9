/// Cuts a template into tokens.
///
/// Source: Go, `text/template`, "Text and spaces" and `parse/lex.go`.
struct TemplateScanner {
    let bytes: [UInt8]
    /// The next byte to read.
    private(set) var position = 0
    /// The line of the next byte, from 1.
    private(set) var line = 1
    private var isInAction = false
    /// Whether the action before ends with `-}}`, so that the white space behind it goes.
    private var trimsText = false

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next token; behind the last one the template's end, again and again.
    mutating func next() throws(TemplateFault) -> TemplateToken {
        while !isInAction {
            if let text = text() { return text }
            guard current != nil else { return token(.end, from: position, line: line, isSpaced: true) }
            guard try skipComment() else { return open() }
        }
        return try word()
    }

    /// The byte at the position; `nil` at the end.
    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Moves on to a place behind, and counts the lines on the way.
    mutating func advance(to end: Int) {
        for index in position..<end where bytes[index] == UInt8(ascii: "\n") { line += 1 }
        position = end
    }

    /// A token that ends at the position.
    func token(_ kind: TemplateToken.Kind, from start: Int, line: Int, isSpaced: Bool) -> TemplateToken {
        let spelling = String(decoding: bytes[start..<position], as: UTF8.self)
        return TemplateToken(kind: kind, line: line, spelling: spelling, isSpaced: isSpaced)
    }

    /// Whether these characters stand at a place.
    func hasPrefix(_ prefix: StaticString, at place: Int) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard place + count <= bytes.count else { return false }
        return (0..<count).allSatisfy { bytes[place + $0] == prefix.utf8Start[$0] }
    }

    /// The first place from another one on where these characters stand; the end where they stand nowhere.
    private func place(of prefix: StaticString, from start: Int) -> Int {
        var place = start
        while place < bytes.count, !hasPrefix(prefix, at: place) { place += 1 }
        return min(place, bytes.count)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}

extension TemplateScanner {
    /// What stands before the next action, without the white space that its neighbours take away; `nil` when empty.
    private mutating func text() -> TemplateToken? {
        let next = place(of: "{{", from: position)
        var (start, end) = (position, next)
        if trimsText { while start < end, Self.isBlank(bytes[start]) { start += 1 } }
        if trimsBefore(next) { while start < end, Self.isBlank(bytes[end - 1]) { end -= 1 } }
        trimsText = false
        let line = line
        advance(to: next)
        guard start < end else { return nil }
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        return TemplateToken(kind: .text(text), line: line, spelling: "", isSpaced: true)
    }

    /// Whether the action at a place takes the white space before it away: `{{- `.
    private func trimsBefore(_ place: Int) -> Bool {
        hasPrefix("{{-", at: place) && place + 3 < bytes.count && Self.isBlank(bytes[place + 3])
    }

    private mutating func open() -> TemplateToken {
        let (start, line) = (position, line)
        advance(to: position + (trimsBefore(position) ? 4 : 2))
        isInAction = true
        return token(.open, from: start, line: line, isSpaced: true)
    }

    /// Steps over an action that is only a comment, and tells whether there was one.
    private mutating func skipComment() throws(TemplateFault) -> Bool {
        let start = position + (trimsBefore(position) ? 4 : 2)
        guard hasPrefix("/*", at: start) else { return false }
        let end = place(of: "*/", from: start + 2) + 2
        guard end <= bytes.count else { throw TemplateFault(line: line, sentence: "a comment has no end") }
        trimsText = end < bytes.count && Self.isBlank(bytes[end]) && hasPrefix("-}}", at: end + 1)
        guard trimsText || hasPrefix("}}", at: end) else {
            throw TemplateFault(line: line, sentence: "a comment does not end right before \"}}\"")
        }
        advance(to: end + (trimsText ? 4 : 2))
        return true
    }

    /// The next token inside an action.
    private mutating func word() throws(TemplateFault) -> TemplateToken {
        let blank = position
        var start = position
        while start < bytes.count, Self.isBlank(bytes[start]) { start += 1 }
        advance(to: start)
        let isSpaced = start > blank
        if hasPrefix("}}", at: start) || isSpaced && hasPrefix("-}}", at: start) {
            trimsText = bytes[start] == UInt8(ascii: "-")
            isInAction = false
            advance(to: start + (trimsText ? 3 : 2))
            return token(.close, from: start, line: line, isSpaced: isSpaced)
        }
        let line = line
        let kind = try kind()
        return token(kind, from: start, line: line, isSpaced: isSpaced)
    }
}
