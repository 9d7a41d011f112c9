import NIOCore
package import Schema

/// The values of the path's parameters, checked against the fields of a shape.
@dynamicMemberLookup
package struct Path<Values: Shape>: RouteInput {
    /// What the client sent.
    package let value: Values

    /// The value of one field.
    package subscript<Value>(dynamicMember path: KeyPath<Values.Fields, Field<Value>>) -> Value {
        value[dynamicMember: path]
    }

    package static var description: InputDescription { .path(Values.shapeRule) }

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> Path {
        let rule = Values.rule
        return { (incoming) throws(Problem) in
            var members = JSONObject()
            for (name, text) in incoming.parameters { members[name] = .string(text) }
            _ = try Checker.check(ByteBuffer(bytes: JSON.object(members).bytes), against: rule)
            return Path(value: Values(members: members))
        }
    }
}
