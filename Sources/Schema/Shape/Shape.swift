/// An object of JSON described by a struct of fields.
///
///     struct Point: Shape {
///         struct Fields {
///             let x = Field<Int>("x", "Distance from the left, in pixels.", in: 0...4096)
///             let label = Field<String?>("label", "What stands beside it.")
///         }
///         static let description = Description("A point.", Fields())
///         var members = JSONObject()
///     }
///
/// `point.x` reads and writes through the declaration; members that no field names stay in ``members``.
@dynamicMemberLookup
package protocol Shape: FieldValue, Hashable {
    /// The struct whose stored properties are the fields.
    associatedtype Fields
    /// What the shape is.
    static var description: Description<Fields> { get }
    /// What was read, or is to be written.
    var members: JSONObject { get set }
    /// A shape whose members are still to be set.
    init()
}

extension Shape {
    /// Takes the members as they are; check them first.
    package init(members: JSONObject) {
        self.init()
        self.members = members
    }

    /// The value of a field; a field that must be there, and is not, is an error of the program.
    package subscript<Value>(dynamicMember path: KeyPath<Fields, Field<Value>>) -> Value {
        get { Self.description[path].read(from: members) }
        // Spelled out, for a bare `nil` would be taken for JSON's null.
        set { members[Self.description[path].key] = newValue.isAbsent ? JSON?.none : newValue.json }
    }

    /// The rule that checks and documents it.
    package static var shapeRule: ShapeRule { description.rule(named: name) }

    package static var rule: Rule { .shape(shapeRule) }

    package init?(json: JSON) {
        guard let members = json.object else { return nil }
        self.init(members: members)
    }

    package var json: JSON { .object(members) }

    /// The name in the document: the type's, with its namespaces in front: `OllamaChatRequest`.
    private static var name: String {
        // A reflecting string is the same, and takes a hundred times as long to make.
        _typeName(Self.self).split(separator: ".").dropFirst().joined()
    }
}

extension Field {
    /// The value among the members.
    package func read(from members: JSONObject) -> Value { value(of: members[key]) }

    /// What a member means that has been checked; `nil` for one that is not there.
    package func value(of json: JSON?) -> Value {
        if let json, json != .null, let value = Value(json: json) { return value }
        return absent()
    }
}

extension FieldValue {
    /// Whether it is an optional without a value.
    fileprivate var isAbsent: Bool { Self.isOptional && json == .null }
}
