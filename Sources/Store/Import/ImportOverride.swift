package import Schema

/// A value from the command line, stronger than any other: `KEY=VALUE`.
package struct ImportOverride: Hashable, Sendable {
    /// The key in an entry's `config`.
    package let key: String
    /// Its value.
    package let value: JSON

    /// Reads a text, which is cut at its first `=`; `nil` when it has none, or nothing before it.
    ///
    /// A number with a whole value becomes a whole number, `true` and `false` in any letter case become truth values,
    /// and all else is a text.
    package init?(parsing text: String) {
        guard let separator = text.firstIndex(of: "="), separator > text.startIndex else { return nil }
        key = String(text[..<separator])
        value = Self.value(of: String(text[text.index(after: separator)...]))
    }

    private static func value(of text: String) -> JSON {
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: break
        }
        // Swift also reads "nan", "inf" and hexadecimal fractions as numbers.
        guard text.utf8.allSatisfy("0123456789+-.eE".utf8.contains), let number = Double(text), number.isFinite else {
            return .string(text)
        }
        return Int(exactly: number).map { .number($0) } ?? .number(number)
    }
}
