/// A value of JSON; numbers keep their spelling and objects keep their order.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

extension JSON {
    /// The truth value; `nil` for every other kind.
    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The text; `nil` for every other kind.
    package var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The number as a whole one; `nil` for every other kind, a fraction, or one beyond 64 bits.
    package var int: Int? {
        guard case .number(let value) = self else { return nil }
        return value.int
    }

    /// The number; `nil` for every other kind.
    package var double: Double? {
        guard case .number(let value) = self else { return nil }
        return value.double
    }

    /// The elements; `nil` for every other kind.
    package var array: [JSON]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members; `nil` for every other kind.
    package var object: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The value of a member; `nil` when this is no object or has no such member.
    package subscript(key: String) -> JSON? { object?[key] }

    /// The value at a place of a list; `nil` when this is no list or ends before it.
    package subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// A whole number.
    package static func number(_ value: some BinaryInteger) -> JSON { .number(JSONNumber(value)) }

    /// A number; a value that JSON cannot spell (infinite, not a number) becomes `null`.
    package static func number(_ value: Double) -> JSON {
        guard value.isFinite else { return .null }
        return .number(JSONNumber(value))
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(nilLiteral: ()) { self = .null }
    package init(dictionaryLiteral members: (String, JSON)...) {
        var object = JSONObject()
        for (key, value) in members { object[key] = value }
        self = .object(object)
    }
}
