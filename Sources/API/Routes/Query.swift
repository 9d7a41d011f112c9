import HTTP
import NIOCore
package import Schema

/// What stands behind the question mark, checked against the fields of a shape; names beyond them are passed over.
@dynamicMemberLookup
package struct Query<Values: Shape>: RouteInput {
    /// What the client sent.
    package let value: Values

    /// The value of one field.
    package subscript<Value>(dynamicMember path: KeyPath<Values.Fields, Field<Value>>) -> Value {
        value[dynamicMember: path]
    }

    package static var description: InputDescription { .query(Values.shapeRule) }

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> Query {
        let shape = Values.shapeRule
        return { (incoming) throws(Problem) in
            let members = QueryText(incoming.request.query).members(for: shape)
            _ = try Checker.check(ByteBuffer(bytes: JSON.object(members).bytes), against: .shape(shape))
            return Query(value: Values(members: members))
        }
    }
}

/// The pairs behind a question mark.
///
/// Source: WHATWG, URL Standard, "application/x-www-form-urlencoded parsing".
struct QueryText {
    let pairs: [(name: String, value: String)]

    init(_ text: Substring) {
        pairs = text.split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decoded(sides[0]), sides.count > 1 ? Self.decoded(sides[1]) : "")
        }
    }

    private static func decoded(_ text: Substring) -> String {
        String(text.map { $0 == "+" ? " " : $0 }).percentDecoded
    }

    /// The values of a shape's fields, in the kinds of JSON that the fields have; a name that comes again is a list.
    func members(for shape: ShapeRule) -> JSONObject {
        var members = JSONObject()
        for field in shape.fields {
            let texts = pairs.filter { $0.name == field.key }.map(\.value)
            guard let last = texts.last else { continue }
            members[field.key] =
                if case .list(let element, _) = field.rule {
                    .array(texts.map { Self.json($0, as: element) })
                } else {
                    Self.json(last, as: field.rule)
                }
        }
        return members
    }

    /// The value that a text stands for; the text itself where it stands for none, so that the check tells of it.
    private static func json(_ text: String, as rule: Rule) -> JSON {
        switch rule {
        case .bool:
            ["true": .bool(true), "1": .bool(true), "false": .bool(false), "0": .bool(false)][text] ?? .string(text)
        case .integer: Int(text).map(JSON.number) ?? .string(text)
        case .number: Double(text).map(JSON.number) ?? .string(text)
        case .either(let rules): rules.lazy.map { json(text, as: $0) }.first { $0.string == nil } ?? .string(text)
        case .any, .constant, .text, .list, .map, .shape: .string(text)
        }
    }
}
