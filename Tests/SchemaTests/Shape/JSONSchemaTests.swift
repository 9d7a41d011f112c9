import Schema
import Testing

@Suite struct `JSON Schema` {
    private static func document(of rule: Rule) -> JSON {
        var schema = JSONSchema()
        let root = schema.schema(of: rule)
        var definitions = JSONObject()
        for (name, definition) in schema.definitions { definitions[name] = definition }
        return ["root": root, "$defs": .object(definitions)]
    }

    @Test func `says what each kind of rule says`() {
        var text = TextRule()
        text.isFilled = true
        text.format = "uri"
        let rules: [(Rule, JSON)] = [
            (.any, [:]),
            (.bool, ["type": "boolean"]),
            (.integer(1...5), ["type": "integer", "minimum": 1, "maximum": 5]),
            (.integer(1 ... .max), ["type": "integer", "minimum": 1, "format": "int64"]),
            (.constant("a"), ["const": "a"]),
            (.constant(.null), ["enum": [.null]]),
            (.number(0.5 ... .infinity), ["type": "number", "minimum": 0.5]),
            (.text(text), ["type": "string", "minLength": 1, "format": "uri"]),
            (Order.Size.rule, ["type": "string", "enum": ["small", "medium", "large"]]),
            (
                .list(.bool, count: 1...2),
                ["type": "array", "items": ["type": "boolean"], "minItems": 1, "maxItems": 2]
            ),
            (.map(.bool), ["type": "object", "additionalProperties": ["type": "boolean"]]),
            (.either([.bool, .any]), ["anyOf": [["type": "boolean"], [:]]]),
        ]
        for (rule, expected) in rules {
            var schema = JSONSchema()
            #expect(schema.schema(of: rule) == expected)
        }
    }

    @Test func `defines each shape once, and refers to it`() {
        let document = Self.document(of: .list(Order.rule, count: 0 ... .max))
        #expect(document["root"]?["items"] == ["$ref": "#/$defs/Order"])
        #expect(
            Set(document["$defs"]?.object?.keys ?? []) == ["Order", "OrderItem", "OrderCard", "OrderBill"]
        )
        let item: JSON = [
            "type": "object",
            "title": "OrderItem",
            "description": "A thing.",
            "properties": [
                "name": ["type": "string", "description": "What it is."],
                "price": ["type": ["number", "null"], "description": "What one costs."],
                "quantity": [
                    "type": ["integer", "null"], "minimum": 0, "format": "int64", "description": "How many of it.",
                ],
            ],
            "required": ["name"],
            "additionalProperties": false,
        ]
        #expect(document["$defs"]?["OrderItem"] == item)
    }

    @Test func `tells defaults, and that what may be left out may be null`() {
        let fields = Self.document(of: Order.rule)["$defs"]?["Order"]?["properties"]
        #expect(fields?["count"]?["default"] == 1)
        #expect(fields?["size"]?["default"] == "medium")
        #expect(fields?["size"]?["enum"] == ["small", "medium", "large", nil])
        #expect(fields?["patience"]?["default"] == "90s")
        #expect(fields?["customer"]?["type"] == "string")
        #expect(fields?["payment"]?["anyOf"]?[2] == ["type": "null"])
        #expect(fields?["extra"]?.object?.keys == ["description"])
        #expect(Self.document(of: Wish.rule)["$defs"]?["Wish"]?["required"] == nil)
    }

    @Test func `demands of several fields together, and lets a field with one value be left out`() {
        let parcel = Self.document(of: Parcel.rule)["$defs"]?["Parcel"]
        let ways: JSON = [
            ["type": "object", "properties": ["street": ["type": "string"]], "required": ["street"]],
            [
                "type": "object",
                "properties": ["street": ["enum": [.null]], "box": ["type": "integer", "minimum": 1, "maximum": 9]],
                "required": ["box"],
            ],
        ]
        #expect(parcel?["if"] == ["anyOf": ways] && parcel?["else"] == false)
        #expect(parcel?["properties"]?["tracked"]?["enum"] == [false, .null])
        #expect(parcel?["properties"]?["insurance"]?["enum"] == [.null])
    }

    @Test func `agrees with the checks about every value`() throws {
        let document = Self.document(of: Order.rule)
        let root = try #require(document["root"])
        var random = SplitMix64(seed: 7)
        var accepted = 0
        for round in 0..<20_000 {
            let value = Self.order(&random)
            let isFine = try Checker(value.text, against: Order.rule).violations.isEmpty
            let isValid = SchemaValidator(document: document).accepts(value, root)
            #expect(isFine == isValid, "round \(round): \(value.text)")
            accepted += isFine ? 1 : 0
        }
        // Both verdicts must be frequent, or this proves little.
        #expect((500..<19_500).contains(accepted))
    }

    /// An order whose members are right, wrong or absent by chance.
    private static func order(_ random: inout SplitMix64) -> JSON {
        let choices: [(String, [JSON?])] = [
            ("customer", ["Ada", "Ada", "Ada", "Ada", "", nil, 1]),
            ("items", [[["name": "pen"]], [["name": "pen", "price": 1.5]], [["name": "pen", "quantity": nil]], []]),
            ("count", [nil, nil, nil, 1, 10, 11, 1.5, .null, "1"]),
            ("weight", [nil, nil, 0, 2.5, 2.6, .null, false]),
            ("express", [nil, nil, true, .null, "true"]),
            ("size", [nil, nil, "small", .null, "tiny"]),
            ("labels", [nil, nil, [:], ["a": "b"], ["a": 1]]),
            ("note", [nil, nil, "text", ["a", "b"], [1], .null, 5]),
            ("payment", [nil, nil, ["number": "1", "month": 2], ["address": "x"], ["month": 2], .null]),
            ("keep_alive", [nil, nil, -1, 2.5, .null, true]),
            ("other", [nil, nil, 1]),
        ]
        var order = JSONObject()
        for (key, values) in choices { order[key] = values.randomElement(using: &random) ?? nil }
        return .object(order)
    }
}

/// A shape whose only field may be left out.
private struct Wish: Shape {
    struct Fields {
        let text = Field<String?>("text", "What is wished for.")
    }
    static let description = Description("A wish.", Fields())
    var members = JSONObject()
}

/// A shape whose fields depend on each other, and that takes no other value for some of them.
struct Parcel: Shape {
    struct Fields {
        let street = Field<String?>("street", "Where it goes.")
        let box = Field<Int?>("box", "Where it goes instead.")
        let tracked = Field<Bool?>("tracked", "Whether it is followed.").only(false, "must be false: nobody follows it")
        let insurance = Field<JSON?>("insurance", "What it is worth.").only(.null, "is not sold here")
    }
    static let description = Description(
        "A parcel.",
        Fields(),
        demands: [
            .told(.object(["street": String.rule]), .object(["box": .integer(1...9)], without: "street"))
        ]
    )
    var members = JSONObject()
}

/// Judges a value by the words of JSON Schema that Paddock writes; stops the test at any other word.
private struct SchemaValidator {
    let document: JSON

    func accepts(_ value: JSON, _ schema: JSON) -> Bool {
        guard let words = schema.object else { preconditionFailure("a schema must be an object") }
        return words.members.allSatisfy { word in
            switch word.key {
            case "title", "description", "default", "examples", "format": true
            case "$ref": accepts(value, definition(word.value))
            case "anyOf": word.value.array?.contains { accepts(value, $0) } ?? false
            case "type": (word.value.array ?? [word.value]).contains { isKind(value, $0) }
            case "enum": word.value.array?.contains(value) ?? false
            case "minimum": value.double.map { $0 >= word.value.double ?? .nan } ?? true
            case "maximum": value.double.map { $0 <= word.value.double ?? .nan } ?? true
            case "minLength": value.string.map { $0.count >= word.value.int ?? .max } ?? true
            case "minItems": value.array.map { $0.count >= word.value.int ?? .max } ?? true
            case "items": value.array?.allSatisfy { accepts($0, word.value) } ?? true
            case "required", "properties", "additionalProperties":
                value.object.map { accepts($0, word.key, word.value, knowing: schema["properties"]) } ?? true
            default: preconditionFailure("'\(word.key)' is a word that the test does not know")
            }
        }
    }

    private func accepts(_ object: JSONObject, _ word: String, _ value: JSON, knowing properties: JSON?) -> Bool {
        switch word {
        case "required": value.array?.allSatisfy { object[$0.string ?? ""] != nil } ?? false
        case "properties": object.members.allSatisfy { accepts($0.value, value[$0.key] ?? [:]) }
        default:
            object.members.allSatisfy { member in
                properties?[member.key] != nil || value.bool ?? accepts(member.value, value)
            }
        }
    }

    private func definition(_ reference: JSON) -> JSON {
        let prefix = "#/$defs/"
        guard let text = reference.string, text.hasPrefix(prefix),
            let definition = document["$defs"]?[String(text.dropFirst(prefix.count))]
        else { preconditionFailure("\(reference.text) leads nowhere") }
        return definition
    }

    private func isKind(_ value: JSON, _ kind: JSON) -> Bool {
        switch (kind.string, value) {
        case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string), ("array", .array),
            ("object", .object):
            true
        case ("integer", .number(let number)): number.int != nil
        default: false
        }
    }
}
