/// A place in a YAML text, as editors count.
package struct YAMLMark: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The line; 1 is the first.
    package let line: Int
    /// The character in the line; 1 is the first.
    package let column: Int

    /// The first character of a text.
    static let start = YAMLMark(line: 1, column: 1)

    package static func < (one: YAMLMark, other: YAMLMark) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }

    package var description: String { "\(line):\(column)" }
}

/// Something wrong with a YAML text, and where.
package struct YAMLFault: Error, Hashable, Sendable {
    /// Where it is.
    package let mark: YAMLMark
    /// What is wrong, as a sentence without a full stop.
    package let text: String
}
