/// Reads JSON text from front to back, a token at a time, without copying a byte.
///
/// It is what the parser, the checks of request bodies and the translators of streams share. The bytes must outlive
/// it: make one inside `withUnsafeBytes`.
package struct JSONScanner {
    /// The text.
    package let bytes: UnsafeRawBufferPointer
    /// The next byte to read, from the start of the text.
    package private(set) var position: Int

    /// How deep values may nest, so that a hostile text cannot exhaust the stack.
    package static let depthLimit = 256

    /// The kinds of value, as far as the first byte tells.
    package enum Kind: Hashable, Sendable {
        case null, bool, number, string, array, object
    }

    /// Starts at a byte of a text.
    package init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The byte at the position; `nil` at the end.
    package var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    /// Steps over white space.
    package mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// The kind of the value that starts here, after white space.
    package mutating func kind() throws(JSONError) -> Kind {
        skipBlanks()
        guard let current else { throw unexpected("expected a value") }
        switch current {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw unexpected("expected a value")
        }
    }

    /// Steps over one given byte after white space, and tells whether it was there.
    package mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard current == byte else { return false }
        position += 1
        return true
    }

    /// Steps over one given byte after white space.
    package mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard take(byte) else { throw unexpected("expected '\(Character(Unicode.Scalar(byte)))'") }
    }

    /// Steps over a string and returns the range between its quotes, escapes untouched.
    package mutating func string() throws(JSONError) -> Range<Int> {
        try expect(UInt8(ascii: "\""))
        let start = position
        while true {
            position = JSONText.plainEnd(of: bytes, from: position)
            switch current {
            case UInt8(ascii: "\""):
                position += 1
                return start..<position - 1
            case UInt8(ascii: "\\"): try skipEscape()
            case nil: throw unexpected("string without an end")
            default: throw unexpected("unescaped control character in a string")
            }
        }
    }

    /// Steps over one value of any kind and returns its range.
    package mutating func value(depth: Int = 0) throws(JSONError) -> Range<Int> {
        let kind = try kind()
        let start = position
        switch kind {
        case .string: _ = try string()
        case .number: try number()
        case .bool: try word(current == UInt8(ascii: "t") ? "true" : "false")
        case .null: try word("null")
        case .array:
            try open(UInt8(ascii: "["), depth: depth)
            if take(UInt8(ascii: "]")) { break }
            repeat { _ = try value(depth: depth + 1) } while take(UInt8(ascii: ","))
            try expect(UInt8(ascii: "]"))
        case .object:
            try open(UInt8(ascii: "{"), depth: depth)
            if take(UInt8(ascii: "}")) { break }
            repeat {
                _ = try string()
                try expect(UInt8(ascii: ":"))
                _ = try value(depth: depth + 1)
            } while take(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"))
        }
        return start..<position
    }

    /// Steps over the bracket that opens a list or an object at this depth.
    package mutating func open(_ bracket: UInt8, depth: Int) throws(JSONError) {
        guard depth < Self.depthLimit else { throw JSONError(reason: "nested too deeply", offset: position) }
        try expect(bracket)
    }

    /// Checks that nothing but white space follows.
    package mutating func end() throws(JSONError) {
        skipBlanks()
        guard current == nil else { throw unexpected("text after the value") }
    }

    /// The error of the byte at the position, or of the end.
    package func unexpected(_ reason: String) -> JSONError {
        guard current == nil else { return JSONError(reason: reason, offset: position) }
        return JSONError(reason: "unexpected end: \(reason)", offset: position, isCutShort: true)
    }
}

extension JSONScanner {
    private mutating func skipEscape() throws(JSONError) {
        position += 1
        switch current {
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                position += 1
                guard let digit = current, Self.isHexadecimal(digit) else { throw unexpected("bad \\u escape") }
            }
            position += 1
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        default: throw unexpected("bad escape in a string")
        }
    }

    private mutating func number() throws(JSONError) {
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if current == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = current, Self.isDigit(byte) { position += 1 }
        guard position > start else { throw unexpected("expected a digit") }
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[index] else { throw unexpected("expected \(word)") }
            position += 1
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
