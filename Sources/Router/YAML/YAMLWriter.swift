package import Schema

/// Writes values as YAML that people edit: a line for each member, short lists of plain values in brackets.
///
/// The same value always gives the same text, and ``YAMLDocument`` reads the value back.
package struct YAMLWriter {
    /// The text so far.
    package private(set) var text = ""

    /// An empty text.
    package init() {}

    /// Adds the members of an object, a key a line, so many blanks from the left.
    package mutating func write(_ object: JSONObject, indentation: Int = 0) {
        for member in object.members {
            text += String(repeating: " ", count: indentation) + Self.scalar(member.key) + ":"
            writeValue(member.value, indentation: indentation)
        }
    }

    /// Adds the elements of a list, each behind a `-`, so many blanks from the left.
    package mutating func write(_ elements: [JSON], indentation: Int) {
        for element in elements {
            let margin = String(repeating: " ", count: indentation)
            guard let object = element.object, !object.isEmpty else {
                text += margin + "-"
                writeValue(element, indentation: indentation)
                continue
            }
            var inner = YAMLWriter()
            inner.write(object, indentation: indentation + 2)
            text += margin + "- " + inner.text.dropFirst(indentation + 2)
        }
    }

    /// Adds what follows a key or a dash, and ends the line.
    private mutating func writeValue(_ value: JSON, indentation: Int) {
        switch value {
        case .object(let object) where !object.isEmpty:
            text += "\n"
            write(object, indentation: indentation + 2)
        case .array(let elements) where elements.contains { $0.object != nil || $0.array != nil }:
            text += "\n"
            write(elements, indentation: indentation + 2)
        default: text += " " + Self.line(value) + "\n"
        }
    }

    /// A value within one line.
    private static func line(_ value: JSON) -> String {
        switch value {
        case .string(let text): scalar(text)
        case .array(let elements): "[" + elements.map(line).joined(separator: ", ") + "]"
        // What is left has the same spelling in JSON, and JSON is YAML.
        default: value.text
        }
    }

    /// A text, in quotes if it could be taken for something else.
    static func scalar(_ text: String) -> String {
        let isPlain =
            text.unicodeScalars.allSatisfy(isPlain) && text.unicodeScalars.first.map(isLetterOrSlash) == true
            && text.last != " " && YAMLScalar.value(of: text) == .string(text) && !spoken.contains(text.lowercased())
        return isPlain ? text : quoted(text)
    }

    /// Words that older readers than ours take for truth values.
    private static let spoken: Set<String> = ["yes", "no", "on", "off", "y", "n"]

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        isLetterOrSlash(scalar) || "0"..."9" ~= scalar || " ._-+()".unicodeScalars.contains(scalar)
    }

    private static func isLetterOrSlash(_ scalar: Unicode.Scalar) -> Bool {
        "a"..."z" ~= scalar || "A"..."Z" ~= scalar || scalar == "/"
    }

    /// A text in double quotes, whose escapes are those of JSON but for what YAML cannot print.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where isPrintable(scalar): quoted.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                let width = scalar.value > 0xFFFF ? 8 : 4
                quoted += (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
            }
        }
        return quoted + "\""
    }

    /// Source: YAML 1.2.2, section 5.1, "Character Set"; line breaks and byte order marks are left out.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x85, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
        case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
