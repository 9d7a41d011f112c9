extension TemplateScanner {
    /// Reads a text in backquotes, in which everything stands for itself.
    mutating func rawText() throws(TemplateFault) -> String {
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "`")) else { throw endless }
        advance(to: end + 1)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Reads a text in double quotes, with the escapes of a program in Go.
    mutating func quotedText() throws(TemplateFault) -> String {
        var text: [UInt8] = []
        advance(to: position + 1)
        while let byte = current, byte != UInt8(ascii: "\n") {
            advance(to: position + 1)
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: try escaped())
            default: text.append(byte)
            }
        }
        throw endless
    }

    private var endless: TemplateFault { TemplateFault(line: line, sentence: "a text has no closing quote") }

    /// What the escape stands for whose backslash has been read.
    private mutating func escaped() throws(TemplateFault) -> [UInt8] {
        guard let byte = current else { throw endless }
        if (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(byte) {
            return [UInt8(try number(ofDigits: 3, radix: 8))]
        }
        advance(to: position + 1)
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "\""): return [byte]
        case UInt8(ascii: "a"): return [0x07]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "v"): return [0x0B]
        case UInt8(ascii: "x"): return [UInt8(try number(ofDigits: 2, radix: 16))]
        case UInt8(ascii: "u"): return try character(ofDigits: 4)
        case UInt8(ascii: "U"): return try character(ofDigits: 8)
        default: throw unknownEscape
        }
    }

    private var unknownEscape: TemplateFault { TemplateFault(line: line, sentence: "a text has an unknown escape") }

    private mutating func character(ofDigits count: Int) throws(TemplateFault) -> [UInt8] {
        guard let scalar = Unicode.Scalar(try number(ofDigits: count, radix: 16)) else { throw unknownEscape }
        return Array(String(scalar).utf8)
    }

    private mutating func number(ofDigits count: Int, radix: Int) throws(TemplateFault) -> UInt32 {
        let digits = String(decoding: bytes[position...].prefix(count), as: UTF8.self)
        // UInt32 takes a sign too.
        guard digits.utf8.count == count, digits.allSatisfy(\.isHexDigit), let number = UInt32(digits, radix: radix)
        else { throw unknownEscape }
        advance(to: position + count)
        return number
    }
}
