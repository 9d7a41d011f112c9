import Schema

extension TemplateScanner {
    /// Reads the word that starts here, inside an action.
    mutating func kind() throws(TemplateFault) -> TemplateToken.Kind {
        guard let current else { throw TemplateFault(line: line, sentence: "an action has no end, \"}}\"") }
        switch current {
        case UInt8(ascii: "|"): return single(.pipe)
        case UInt8(ascii: ","): return single(.comma)
        case UInt8(ascii: "("): return single(.leftParenthesis)
        case UInt8(ascii: ")"): return single(.rightParenthesis)
        case UInt8(ascii: "="): return single(.assignment)
        case UInt8(ascii: ":") where hasPrefix(":=", at: position):
            advance(to: position + 2)
            return .declaration
        case UInt8(ascii: "\""): return .constant(.text(try quotedText()))
        case UInt8(ascii: "`"): return .constant(.text(try rawText()))
        case UInt8(ascii: "$"):
            let name = "$" + name(after: position + 1)
            return .variable(name, path())
        case UInt8(ascii: ".") where !isDigit(at: position + 1):
            let path = path()
            return path.isEmpty ? single(.path([])) : .path(path)
        case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .constant(.number(try number()))
        case let byte where Self.isLetter(byte): return .name(name(after: position))
        default:
            let character = String(decoding: bytes[position...].prefix(4), as: UTF8.self).prefix(1)
            throw TemplateFault(line: line, sentence: "unexpected \"\(character)\"")
        }
    }

    private mutating func single(_ kind: TemplateToken.Kind) -> TemplateToken.Kind {
        advance(to: position + 1)
        return kind
    }

    /// Names with a dot in front of each.
    private mutating func path() -> [String] {
        var names: [String] = []
        while current == UInt8(ascii: "."), position + 1 < bytes.count, Self.isLetter(bytes[position + 1]) {
            names.append(name(after: position + 1))
        }
        return names
    }

    /// Letters and digits from a place on.
    private mutating func name(after start: Int) -> String {
        var end = start
        while end < bytes.count, Self.isLetter(bytes[end]) || isDigit(at: end) { end += 1 }
        advance(to: end)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func number() throws(TemplateFault) -> JSONNumber {
        let start = position
        var end = start + 1
        while end < bytes.count {
            let isExponent = bytes[end - 1] | 0x20 == UInt8(ascii: "e")
            let isSign = isExponent && (bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-"))
            guard isSign || Self.isLetter(bytes[end]) || isDigit(at: end) || bytes[end] == UInt8(ascii: ".") else {
                break
            }
            end += 1
        }
        let spelling = String(decoding: bytes[start..<end], as: UTF8.self)
        if let number = Int(spelling) {
            advance(to: end)
            return JSONNumber(number)
        }
        guard let number = Double(spelling), number.isFinite else {
            throw TemplateFault(line: line, sentence: "\"\(spelling)\" is no number")
        }
        advance(to: end)
        return JSONNumber(number)
    }

    private func isDigit(at place: Int) -> Bool {
        place < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place])
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
