/// What a value must be; checks, the JSON Schema and the documentation all come from it.
package indirect enum Rule: Sendable {
    /// Anything at all.
    case any
    /// Nothing but one value; the fault tells what is wrong with any other, as the end of a sentence, where more is to
    /// be said than what it must be.
    case constant(JSON, fault: String? = nil)
    /// True or false.
    case bool
    /// A whole number within limits.
    case integer(ClosedRange<Int>)
    /// A number within limits.
    case number(ClosedRange<Double>)
    /// A text.
    case text(TextRule)
    /// A list with so many elements.
    case list(Rule, count: ClosedRange<Int>)
    /// An object whose keys are free and whose values follow one rule.
    case map(Rule)
    /// An object with known fields.
    case shape(ShapeRule)
    /// One of several rules, each for other kinds of value.
    case either([Rule])
}

/// What a text must be.
package struct TextRule: Sendable {
    /// The only texts allowed; `nil` allows every text.
    package var choices: [String]?
    /// Whether the empty text is refused.
    package var isFilled = false
    /// The word of JSON Schema for its form, such as `uri`; `nil` when there is none.
    package var format: String?
    /// The form, as a regular expression for the document; ``fault`` is what checks it.
    package var pattern: String?
    /// Tells what is wrong with a text, as the end of a sentence; `nil` means nothing is.
    ///
    /// It has the word where there are ``choices`` too.
    package var fault: (@Sendable (String) -> String?)?
    /// Whether a dialect's clients know what ``fault`` tells as a whole sentence.
    package var isFaultKnown = false

    /// A text, free unless something is set.
    package init() {}
}

/// One field of an object.
package struct FieldRule: Sendable {
    /// The key, spelled as on the wire.
    package let key: String
    /// One sentence or more: meaning, unit, special values.
    package let summary: String
    /// What its value must be.
    package let rule: Rule
    /// Whether it must be there; if not, `null` means the same as leaving it out, unless the rule has a meaning for it.
    package let isRequired: Bool
    /// What leaving it out means; `nil` when that is no value.
    package var `default`: JSON?
    /// What a dialect's clients know a mistake in it by; `nil` when they know no such sentence.
    package var mistake: String?
}

extension FieldRule {
    /// Whether a value of this kind means the same as leaving the field out.
    func canBeLeftOut(as kind: JSONScanner.Kind) -> Bool { kind == .null && !isRequired && !rule.admits(.null) }
}

extension Rule {
    /// An object of which only some members matter, for demands.
    ///
    /// - Parameters:
    ///   - members: What must be there.
    ///   - absent: Keys that must be left out, or `null`.
    /// - Returns: The rule.
    package static func object(_ members: KeyValuePairs<String, Rule>, without absent: String...) -> Rule {
        object(members.map { ($0.key, $0.value) }, without: absent)
    }

    static func object(_ members: [(key: String, rule: Rule)], without absent: [String] = []) -> Rule {
        let present = members.map { FieldRule(key: $0.key, summary: "", rule: $0.rule, isRequired: true) }
        let absent = absent.map { FieldRule(key: $0, summary: "", rule: .constant(.null), isRequired: false) }
        return .shape(ShapeRule(fields: absent + present))
    }

    /// A text of a form.
    ///
    /// - Parameters:
    ///   - pattern: The form, for the document; `nil` tells none.
    ///   - fault: Tells what is wrong with a text, as the end of a sentence; left out, every text passes.
    /// - Returns: The rule.
    package static func text(
        like pattern: String? = nil,
        fault: (@Sendable (String) -> String?)? = nil
    ) -> Rule {
        var rule = TextRule()
        rule.pattern = pattern
        rule.fault = fault
        return .text(rule)
    }

    /// A text that is one of several.
    package static func choice(_ choices: String...) -> Rule { choice(choices) }

    /// A text that is one of several.
    ///
    /// - Parameters:
    ///   - choices: The texts.
    ///   - fault: Tells of another text why it is none of them, as the end of a sentence; `nil`, or left out, says which
    ///     there are.
    /// - Returns: The rule.
    package static func choice(_ choices: [String], fault: (@Sendable (String) -> String?)? = nil) -> Rule {
        var rule = TextRule()
        rule.choices = choices
        if let fault { rule.fault = { choices.contains($0) ? nil : fault($0) } }
        return .text(rule)
    }

    /// The same kinds of value, whatever is in them.
    var kinds: Rule {
        switch self {
        case .text: .text(TextRule())
        case .list: .list(.any, count: 0 ... .max)
        case .map, .shape: .map(.any)
        case .either(let rules): .either(rules.map(\.kinds))
        case .any, .constant, .bool, .integer, .number: self
        }
    }

    /// Whether a value of this kind can follow the rule at all.
    func admits(_ kind: JSONScanner.Kind) -> Bool {
        switch self {
        case .any: true
        case .constant(let value, _): kind == value.kind
        case .bool: kind == .bool
        case .integer, .number: kind == .number
        case .text: kind == .string
        case .list: kind == .array
        case .map, .shape: kind == .object
        case .either(let rules): rules.contains { $0.admits(kind) }
        }
    }

    /// What the rule asks for, as a noun: `a text`, `a list`.
    var noun: String {
        switch self {
        case .any: "a value"
        case .constant(let value, _): value.text
        case .bool: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .map, .shape: "an object"
        case .either(let rules): rules.map(\.noun).filter { $0 != "null" }.joined(separator: " or ")
        }
    }
}

extension JSON {
    /// What kind of value it is.
    var kind: JSONScanner.Kind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}
