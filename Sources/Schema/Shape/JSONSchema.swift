/// JSON Schema 2020-12 made from rules; each shape becomes one named definition.
package struct JSONSchema {
    /// The definitions of the shapes met so far, by name.
    package private(set) var definitions: [String: JSON] = [:]
    private let prefix: String

    /// Starts a collection of definitions that are referred to as `prefix` and the name.
    package init(referringTo prefix: String = "#/$defs/") {
        self.prefix = prefix
    }

    /// The schema of a rule; shapes in it are added to ``definitions``.
    package mutating func schema(of rule: Rule) -> JSON {
        switch rule {
        case .any: [:]
        // As a type of its own, `null` is unknown to some generators of clients.
        case .constant(.null, _): ["enum": [.null]]
        case .constant(let value, _): ["const": value]
        case .bool: ["type": "boolean"]
        case .integer(let limits):
            Self.object([
                ("type", "integer"),
                ("minimum", limits.lowerBound == .min ? nil : .number(limits.lowerBound)),
                ("maximum", limits.upperBound == .max ? nil : .number(limits.upperBound)),
                ("format", limits.lowerBound == .min || limits.upperBound == .max ? "int64" : nil),
            ])
        case .number(let limits):
            Self.object([
                ("type", "number"),
                ("minimum", limits.lowerBound.isFinite ? .number(limits.lowerBound) : nil),
                ("maximum", limits.upperBound.isFinite ? .number(limits.upperBound) : nil),
            ])
        case .text(let text):
            Self.object([
                ("type", "string"),
                ("enum", text.choices.map { .array($0.map(JSON.string)) }),
                ("minLength", text.isFilled ? 1 : nil),
                ("format", text.format.map(JSON.string)),
                ("pattern", text.pattern.map(JSON.string)),
            ])
        case .list(let element, let count):
            Self.object([
                ("type", "array"),
                ("items", schema(of: element)),
                ("minItems", count.lowerBound > 0 ? .number(count.lowerBound) : nil),
                ("maxItems", count.upperBound < .max ? .number(count.upperBound) : nil),
            ])
        case .map(let element): ["type": "object", "additionalProperties": schema(of: element)]
        case .shape(let shape): shape.name.isEmpty ? outline(of: shape) : reference(to: shape)
        case .either(let rules): ["anyOf": .array(rules.map { schema(of: $0) })]
        }
    }

    private mutating func reference(to shape: ShapeRule) -> JSON {
        if definitions[shape.name] == nil {
            definitions[shape.name] = .null  // Holds the name while the fields are visited.
            definitions[shape.name] = definition(of: shape)
        }
        return ["$ref": .string(prefix + shape.name)]
    }

    private mutating func definition(of shape: ShapeRule) -> JSON {
        var properties = JSONObject()
        for field in shape.fields { properties[field.key] = property(for: field) }
        let required = shape.fields.filter(\.isRequired).map { JSON.string($0.key) }
        let demand = demand(of: shape)
        return Self.object([
            ("type", "object"),
            ("title", .string(shape.name)),
            ("description", .string(shape.summary)),
            ("properties", .object(properties)),
            ("required", required.isEmpty ? nil : .array(required)),
            // As `allOf` or `anyOf`, pages and generators of clients would take it for further types.
            ("if", demand),
            ("else", demand == nil ? nil : false),
            ("additionalProperties", .bool(shape.keepsUnknown)),
            ("examples", shape.example.map { .array([$0]) }),
        ])
    }

    /// What is demanded of several fields together; `nil` when nothing is.
    private mutating func demand(of shape: ShapeRule) -> JSON? {
        let demands = shape.demands.compactMap { $0.rule(beside: shape.fields) }.map { schema(of: $0) }
        return demands.count > 1 ? ["allOf": .array(demands)] : demands.first
    }

    /// An object of which only some members matter.
    private mutating func outline(of shape: ShapeRule) -> JSON {
        var properties = JSONObject()
        for field in shape.fields { properties[field.key] = schema(of: field.rule) }
        let required = shape.fields.filter(\.isRequired).map { JSON.string($0.key) }
        return Self.object([
            ("type", "object"),
            ("properties", .object(properties)),
            ("required", required.isEmpty ? nil : .array(required)),
        ])
    }

    private mutating func property(for field: FieldRule) -> JSON {
        var schema = schema(of: field.rule)
        if field.canBeLeftOut(as: .null) { schema = Self.nullable(schema) }
        guard case .object(var members) = schema else { return schema }
        members["description"] = .string(field.summary)
        members["default"] = field.default
        return .object(members)
    }

    /// The same schema, with `null` allowed too.
    private static func nullable(_ schema: JSON) -> JSON {
        guard case .object(var members) = schema, !members.isEmpty else { return schema }
        if let constant = members["const"] { return ["enum": [constant, .null]] }
        if let type = members["type"] {
            members["type"] = .array([type, "null"])
            if let choices = members["enum"]?.array { members["enum"] = .array(choices + [.null]) }
            return .object(members)
        }
        if let choices = members["anyOf"]?.array { return ["anyOf": .array(choices + [["type": "null"]])] }
        return ["anyOf": .array([schema, ["type": "null"]])]
    }

    private static func object(_ members: [(String, JSON?)]) -> JSON {
        var object = JSONObject()
        for (key, value) in members { object[key] = value }
        return .object(object)
    }
}
