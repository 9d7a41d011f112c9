/// A number as it was spelled: `1.10` and `1e3` pass through Paddock unchanged.
package struct JSONNumber: Hashable, Sendable {
    /// The spelling, in JSON's grammar.
    package let literal: String

    /// Keeps a spelling that a scanner has found to be a number.
    init(literal: String) {
        self.literal = literal
    }

    /// Spells a whole number.
    package init(_ value: some BinaryInteger) {
        literal = String(value)
    }

    /// Spells a finite number with as many digits as it takes to read the same value again.
    package init(_ value: Double) {
        // Swift writes 1e+20; JSON allows that too. A whole value loses its ".0", as most writers do.
        let text = String(value)
        literal = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The value as a whole number; `nil` for a fraction or one beyond 64 bits.
    ///
    /// `2.0` and `1e3` count as whole.
    package var int: Int? {
        if let value = Int(literal) { return value }
        // Digits alone that are no Int are too many; as a Double they could be rounded to one.
        guard literal.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }) else {
            return nil
        }
        return Double(literal).flatMap { Int(exactly: $0) }
    }

    /// The nearest number that 64 bits hold.
    package var double: Double { Double(literal) ?? .nan }
}
