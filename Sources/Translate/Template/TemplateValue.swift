import Schema

/// What an expression of a template comes to.
enum TemplateValue: Sendable {
    /// `nil`, and whatever is not there.
    case nothing
    case bool(Bool)
    case number(JSONNumber)
    case text(String)
    /// A slice, so that a loop which looks at the rest of its list takes no time with the square of its length.
    case list(ArraySlice<JSON>)
    case object(JSONObject)

    init(_ json: JSON?) {
        switch json {
        case nil, .null: self = .nothing
        case .bool(let value): self = .bool(value)
        case .number(let value): self = .number(value)
        case .string(let text): self = .text(text)
        case .array(let elements): self = .list(elements[...])
        case .object(let members): self = .object(members)
        }
    }

    static func number(_ value: Int) -> TemplateValue { .number(JSONNumber(value)) }

    /// Whether `if` takes it for true: all but nothing, `false`, zero and what is empty.
    var isTrue: Bool {
        switch self {
        case .nothing: false
        case .bool(let value): value
        case .number(let value): value.double != 0
        case .text(let text): !text.isEmpty
        case .list(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        }
    }

    /// A member; nothing when this is no object or has no such member.
    ///
    /// Ollama's templates spell members as Go does: `.Function.Name` finds `name` too.
    subscript(field: String) -> TemplateValue {
        guard case .object(let members) = self else { return .nothing }
        return TemplateValue(members[field] ?? members[field.prefix(1).lowercased() + field.dropFirst()])
    }

    /// The same in JSON.
    var json: JSON {
        switch self {
        case .nothing: .null
        case .bool(let value): .bool(value)
        case .number(let value): .number(value)
        case .text(let text): .string(text)
        case .list(let elements): .array(Array(elements))
        case .object(let members): .object(members)
        }
    }

    /// What it is, for faults.
    var kind: String {
        switch self {
        case .nothing: "nothing"
        case .bool: "a truth value"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }
}
