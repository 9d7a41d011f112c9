/// One field of a shape: its key, meaning, limits and default, declared once.
///
/// The type says the rest. `Field<String>` must be there, `Field<String?>` may be left out, and a field with a default
/// may be left out and is never `nil`.
package final class Field<Value: FieldValue>: AnyField, @unchecked Sendable {
    // Unchecked, because its superclass is: both hold constants.

    /// The value that leaving it out means; `nil` when it has none.
    package let `default`: Value?
    /// What it is where it was left out, which one that is required cannot be.
    ///
    /// A closure, because to look into an optional of a type that is known at run time alone takes longer than all the rest.
    let absent: @Sendable () -> Value

    /// Declares a field whose limits are those of its type.
    package convenience init(_ key: String, _ summary: String, default: Value? = nil) {
        self.init(key, summary, rule: Value.rule, default: `default`)
    }

    init(_ key: String, _ summary: String, rule: Rule, default: Value?, mistake: String? = nil) {
        self.default = `default`
        if let value = `default` ?? (Value.isOptional ? Value(json: .null) : nil) {
            absent = { value }
        } else {
            absent = {
                // Some types have a value for a null.
                if let value = Value(json: .null) { return value }
                preconditionFailure("'\(key)' was read from an object that has none; check it first")
            }
        }
        super.init(
            FieldRule(
                key: key,
                summary: summary,
                rule: rule,
                isRequired: !Value.isOptional && `default` == nil,
                default: `default`.map(\.json),
                mistake: mistake
            )
        )
    }

    private var summary: String { erased.summary }
    private var rule: Rule { erased.rule }
    private var mistake: String? { erased.mistake }
}

/// What is declared of a field, whatever its type.
///
/// A class, for every look at a field takes it out of a struct of fields; and a superclass instead of a protocol, for to
/// find out that a generic class conforms to one took most of the time of a start.
package class AnyField: @unchecked Sendable {
    // Unchecked, because it can be inherited from: `Field` alone does.

    /// What is declared of it.
    let erased: FieldRule

    fileprivate init(_ erased: FieldRule) { self.erased = erased }

    /// The key, spelled as on the wire.
    package var key: String { erased.key }
}

extension Field {
    /// The same field, whose mistakes have a sentence that a dialect's clients know.
    package func saying(_ mistake: String) -> Field {
        Field(key, summary, rule: rule, default: `default`, mistake: mistake)
    }

    /// The same field, which can have one value only.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - fault: What is wrong with any other, as the end of a sentence.
    /// - Returns: The field.
    package func only(_ value: JSON, _ fault: String) -> Field {
        Field(key, summary, rule: .constant(value, fault: fault), default: `default`, mistake: mistake)
    }
}

extension Field {
    /// The same field, which can have one value more.
    package func or(_ value: JSON) -> Field {
        Field(key, summary, rule: .either([rule, .constant(value)]), default: `default`, mistake: mistake)
    }
}

extension Field where Value: Counted {
    /// The same field, whose texts have a form that is told in the document alone: who reads them refuses others.
    package func formed(like pattern: String) -> Field {
        guard case .text(var text) = rule else { preconditionFailure("'\(key)' is no text") }
        text.pattern = pattern
        return Field(key, summary, rule: .text(text), default: `default`, mistake: mistake)
    }
}

extension Field where Value: Bounded {
    /// Declares a number with limits.
    package convenience init(
        _ key: String,
        _ summary: String,
        in limits: ClosedRange<Value.Bound>,
        default: Value? = nil
    ) {
        self.init(key, summary, rule: Value.rule(in: limits), default: `default`)
    }
}

extension Field where Value: Counted {
    /// Declares a list or a text that must not be shorter.
    package convenience init(_ key: String, _ summary: String, atLeast count: Int, default: Value? = nil) {
        self.init(key, summary, rule: Value.rule(atLeast: count), default: `default`)
    }
}
