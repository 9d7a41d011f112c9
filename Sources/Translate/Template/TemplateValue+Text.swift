import Schema

extension TemplateValue {
    /// The text that an action prints.
    ///
    /// A list of words stands in brackets, as Go prints it; what holds lists or objects is JSON, as Ollama prints it.
    var text: String {
        switch self {
        case .nothing: ""
        case .bool(let value): value ? "true" : "false"
        case .number(let value): value.int.map(String.init) ?? value.literal
        case .text(let text): text
        case .list(let elements) where elements.allSatisfy(\.isPlain):
            "[" + elements.map { TemplateValue($0).text }.joined(separator: " ") + "]"
        case .list, .object: jsonText
        }
    }

    /// Compact JSON.
    ///
    /// Source: Go, `encoding/json`: `<`, `>`, `&` and two separators of lines are escaped, for JSON inside HTML.
    var jsonText: String {
        let plain = json.bytes
        var bytes: [UInt8] = []
        bytes.reserveCapacity(plain.count)
        var index = 0
        while index < plain.count {
            // None of these can stand outside of quotes.
            switch plain[index] {
            case UInt8(ascii: "<"): bytes.append(contentsOf: #"\u003c"#.utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: #"\u003e"#.utf8)
            case UInt8(ascii: "&"): bytes.append(contentsOf: #"\u0026"#.utf8)
            case 0xE2 where plain[index + 1] == 0x80 && plain[index + 2] & 0xFE == 0xA8:
                bytes.append(contentsOf: (plain[index + 2] == 0xA8 ? #"\u2028"# : #"\u2029"#).utf8)
                index += 2
            case let byte: bytes.append(byte)
            }
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text in double quotes, with the escapes of a program in Go.
    var quoted: String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..<" ", "\u{7F}":
                quoted += (scalar.value < 0x10 ? "\\x0" : "\\x") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension JSON {
    /// Whether it is neither a list nor an object.
    fileprivate var isPlain: Bool { array == nil && object == nil }
}
