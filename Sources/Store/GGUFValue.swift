/// A value of a GGUF file's key-value part.
package enum GGUFValue: Hashable, Sendable {
    /// Any type of integer.
    case integer(Int64)
    /// An integer that only fits without a sign.
    case unsigned(UInt64)
    /// A number of 32 or 64 bits.
    case float(Double)
    /// A truth value.
    case bool(Bool)
    /// A text; invalid UTF-8 has been replaced.
    case text(String)
    /// A short list of plain values.
    case list([GGUFValue])
    /// A value too long to keep: the elements of a list, or the bytes of a text.
    case omitted(count: Int)

    /// The value as an integer; `nil` for anything else.
    package var integer: Int? {
        if case .integer(let value) = self { Int(exactly: value) } else { nil }
    }

    /// The value as a text; `nil` for anything else.
    package var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    /// The value as a truth value; `nil` for anything else.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }
}

/// The types of values.
///
/// Source: ggml, `docs/gguf.md`.
enum GGUFValueType: UInt32 {
    case uint8, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

    /// The fewest bytes that a value takes: a text has at least its length, an array its type and its count.
    var leastSize: Int {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64, .string: 8
        case .array: 12
        }
    }

    /// Whether ``leastSize`` is the size of every value.
    var hasFixedSize: Bool { self != .string && self != .array }
}
