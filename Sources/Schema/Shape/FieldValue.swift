/// A type that a field can have.
package protocol FieldValue: Sendable {
    /// What a value of JSON must be to become one.
    static var rule: Rule { get }
    /// Whether the field may be left out.
    static var isOptional: Bool { get }
    /// Takes it from a value that follows ``rule``; `nil` when it does not.
    init?(json: JSON)
    /// The value of JSON for it.
    var json: JSON { get }
}

extension FieldValue {
    package static var isOptional: Bool { false }
}

/// A number that can have limits.
package protocol Bounded: FieldValue {
    /// What the limits are.
    associatedtype Bound: Comparable
    /// The rule with limits.
    static func rule(in limits: ClosedRange<Bound>) -> Rule
}

/// A list or a text that can have a least length.
package protocol Counted: FieldValue {
    /// The rule with a least length.
    static func rule(atLeast count: Int) -> Rule
}

/// An enumeration of texts.
package protocol Choice: FieldValue, CaseIterable, RawRepresentable<String> {}

extension Choice {
    package static var rule: Rule {
        var rule = TextRule()
        rule.choices = allCases.map(\.rawValue)
        return .text(rule)
    }

    package init?(json: JSON) {
        guard let text = json.string else { return nil }
        self.init(rawValue: text)
    }

    package var json: JSON { .string(rawValue) }
}

extension JSON: FieldValue {
    package static var rule: Rule { .any }
    package init?(json: JSON) { self = json }
    package var json: JSON { self }
}

extension JSONObject: FieldValue {
    package static var rule: Rule { .map(.any) }
    package init?(json: JSON) {
        guard let object = json.object else { return nil }
        self = object
    }
    package var json: JSON { .object(self) }
}

extension Bool: FieldValue {
    package static var rule: Rule { .bool }
    package init?(json: JSON) {
        guard let value = json.bool else { return nil }
        self = value
    }
    package var json: JSON { .bool(self) }
}

extension Int: Bounded {
    package static var rule: Rule { rule(in: .min ... .max) }
    package static func rule(in limits: ClosedRange<Int>) -> Rule { .integer(limits) }
    package init?(json: JSON) {
        guard let value = json.int else { return nil }
        self = value
    }
    package var json: JSON { .number(self) }
}

extension Double: Bounded {
    package static var rule: Rule { rule(in: -Double.infinity ... .infinity) }
    package static func rule(in limits: ClosedRange<Double>) -> Rule { .number(limits) }
    package init?(json: JSON) {
        guard let value = json.double else { return nil }
        self = value
    }
    package var json: JSON { .number(self) }
}

extension String: Counted {
    package static var rule: Rule { .text(TextRule()) }
    package static func rule(atLeast count: Int) -> Rule {
        var rule = TextRule()
        rule.isFilled = count > 0
        return .text(rule)
    }
    package init?(json: JSON) {
        guard let value = json.string else { return nil }
        self = value
    }
    package var json: JSON { .string(self) }
}

extension Array: FieldValue, Counted where Element: FieldValue {
    package static var rule: Rule { rule(atLeast: 0) }
    package static func rule(atLeast count: Int) -> Rule { .list(Element.rule, count: count ... .max) }
    package init?(json: JSON) {
        guard let elements = json.array else { return nil }
        self = elements.compactMap { Element(json: $0) }
    }
    package var json: JSON { .array(map(\.json)) }
}

extension Dictionary: FieldValue where Key == String, Value: FieldValue {
    package static var rule: Rule { .map(Value.rule) }
    package init?(json: JSON) {
        guard let object = json.object else { return nil }
        self.init(object.members.compactMap { member in Value(json: member.value).map { (member.key, $0) } }) { $1 }
    }
    package var json: JSON {
        var object = JSONObject()
        for (key, value) in sorted(by: { $0.key < $1.key }) { object[key] = value.json }
        return .object(object)
    }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    package static var rule: Rule { Wrapped.rule }
    package static var isOptional: Bool { true }
    package init?(json: JSON) { self = json == .null ? nil : Wrapped(json: json) }
    package var json: JSON { self?.json ?? .null }
}

extension Optional: Bounded where Wrapped: Bounded {
    package static func rule(in limits: ClosedRange<Wrapped.Bound>) -> Rule { Wrapped.rule(in: limits) }
}

extension Optional: Counted where Wrapped: Counted {
    package static func rule(atLeast count: Int) -> Rule { Wrapped.rule(atLeast: count) }
}
