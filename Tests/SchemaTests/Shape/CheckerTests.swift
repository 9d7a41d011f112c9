import Schema
import Testing

@Suite struct `Checks` {
    private func violations(_ text: String) throws -> [String] { try Order.rule.violations(in: text) }

    @Test func `find nothing wrong with what follows the rule`() throws {
        let complete = """
            {"customer": "Ada", "count": 10, "weight": 2.5, "express": true, "size": "large",
             "items": [{"name": "pen", "price": 1}, {"name": "", "price": -0.5, "quantity": 0}],
             "labels": {"colour": "red"}, "note": ["a", "b"], "payment": {"number": "1", "month": 12},
             "extra": [1, {}], "patience": "1m30s", "keep_alive": -1, "unknown": {"passes": 1}}
            """
        #expect(try violations(complete).isEmpty)
        #expect(try violations(#"{"customer": "Ada", "items": [{"name": "pen"}]}"#).isEmpty)
    }

    @Test func `report every violation at once, each with its place`() throws {
        let text = """
            {"customer": "", "count": 11, "weight": 2.6, "express": "yes", "size": "huge",
             "items": [{"name": 5}, 7, {"price": "x", "quantity": -1, "nmae": 1}],
             "labels": {"colour": 1}, "note": 5, "payment": {"number": "1", "month": 13},
             "patience": "soon", "keep_alive": "5"}
            """
        #expect(
            try violations(text) == [
                "customer: must not be empty",
                "count: must be from 1 to 10",
                "weight: must be from 0 to 2.5",
                "express: must be true or false",
                "size: must be one of small, medium, large",
                "items[0].name: must be a text",
                "items[1]: must be an object",
                "items[2].price: must be a number",
                "items[2].quantity: must be at least 0",
                "items[2].nmae: is not a known key; did you mean 'name'?",
                "items[2].name: is required",
                "labels.colour: must be a text",
                "note: must be a text or a list",
                "payment.month: must be from 1 to 12",
                "patience: must be a duration such as 300ms, 2s or 5m",
                #"keep_alive: time: missing unit in duration "5""#,
            ]
        )
    }

    @Test(arguments: ["[]", "null", "1"])
    func `name no place when the whole value is wrong`(_ text: String) throws {
        #expect(try violations(text) == ["must be an object"])
    }

    @Test func `ask for what must be there`() throws {
        #expect(try violations("{}") == ["customer: is required", "items: is required"])
        let nulls = #"{"customer": null, "items": []}"#
        #expect(try violations(nulls) == ["customer: must be a text", "items: must not be empty"])
    }

    @Test func `take null for absent where a field may be left out`() throws {
        var order: JSON = ["customer": "Ada", "items": [["name": "pen", "price": nil]]]
        for field in Order.shapeRule.fields where !field.isRequired { order = order.setting(field.key, to: .null) }
        #expect(try violations(order.text).isEmpty)
        let elements = #"{"customer": "Ada", "items": [null], "labels": {"a": null}}"#
        #expect(try violations(elements) == ["items[0]: must be an object", "labels.a: must be a text"])
    }

    @Test(arguments: [
        ("1.5", "must be a whole number"), ("1e300", "must be a whole number"), ("0", "must be from 1 to 10"),
        (#""1""#, "must be a whole number"), ("true", "must be a whole number"),
    ])
    func `tell a whole number from others`(_ number: String, _ expected: String) throws {
        let text = #"{"customer": "Ada", "items": [{"name": "pen"}], "count": \#(number)}"#
        #expect(try violations(text) == ["count: \(expected)"])
    }

    @Test(arguments: ["2.0", "2e0", "20e-1"])
    func `count a number without a fraction as whole, however it is spelled`(_ number: String) throws {
        #expect(try violations(#"{"customer": "Ada", "items": [{"name": "pen"}], "count": \#(number)}"#).isEmpty)
    }

    @Test(arguments: [
        (Rule.integer(.min...5), "6", "must be at most 5"),
        (.integer(5 ... .max), "4", "must be at least 5"),
        (.number(0.5 ... .infinity), "0.25", "must be at least 0.5"),
        (.constant(true), "false", "must be true"),
        (.constant("a"), "[1]", "must be \"a\""),
        (.constant(.null, fault: "is not sold here"), "1", "is not sold here"),
        (.number(-.infinity...2), "3", "must be at most 2"),
        (.list(.bool, count: 2...3), "[true]", "must have at least 2 elements"),
        (.list(.bool, count: 2...3), "[true,true,true,true]", "must have at most 3 elements"),
        (.list(.bool, count: 2...3), "[]", "must not be empty"),
    ])
    func `phrase their limits`(_ rule: Rule, _ text: String, _ expected: String) throws {
        #expect(try rule.violations(in: text) == [expected])
    }

    @Test func `judge a union by the rule that is meant`() throws {
        let union = Rule.either([Order.Card.rule, Order.Bill.rule, .list(.bool, count: 0 ... .max)])
        #expect(try union.violations(in: #"{"address": "here"}"#).isEmpty)
        #expect(try union.violations(in: #"{"number": "1", "month": 0}"#) == ["month: must be from 1 to 12"])
        #expect(try union.violations(in: #"{"address": 1}"#) == ["address: must be a text"])
        #expect(try union.violations(in: #"[true, 1]"#) == ["[1]: must be true or false"])
        #expect(try union.violations(in: "1") == ["must be an object or an object or a list"])
    }

    @Test func `judge fields together by the tag that they have`() throws {
        let tagged = Rule.either([
            .object(["type": .constant("text"), "text": String.rule]),
            .object(["type": .constant("call"), "id": String.rule, "name": String.rule, "input": .map(.any)]),
        ])
        #expect(try tagged.violations(in: #"{"type": "call", "id": "1", "name": "f", "input": {}}"#).isEmpty)
        let missing = ["id: is required", "name: is required", "input: is required"]
        #expect(try tagged.violations(in: #"{"type": "call"}"#) == missing)
        #expect(try tagged.violations(in: #"{"type": "other"}"#) == [#"type: must be "text""#, "text: is required"])
    }

    @Test func `look at what is demanded of several fields when each of them is fine`() throws {
        #expect(try Visit.rule.violations(in: #"{"place": "here"}"#).isEmpty)
        #expect(try Visit.rule.violations(in: #"{"link": "x", "place": null}"#).isEmpty)
        #expect(try Visit.rule.violations(in: "{}") == ["place: is required"])
        #expect(try Visit.rule.violations(in: #"{"place": "here", "link": "x"}"#) == ["link: must be null"])
        #expect(try Visit.rule.violations(in: #"{"place": 1, "link": "x"}"#) == ["place: must be a text"])
        #expect(try Visit.rule.violations(in: #"{"place": "here", "hour": 25}"#).isEmpty)
    }

    @Test func `look at what is demanded beside fields that are wrong by themselves`() throws {
        #expect(
            try Visit.rule.violations(in: #"{"hour": "noon"}"#) == [
                "hour: must be a whole number", "place: is required",
            ]
        )
    }

    @Test(arguments: [
        (#"{"count":null,"customer":"Ada"}"#, #"{"customer":"Ada"}"#),
        (#"{"customer":"Ada", "count": null , "express":null}"#, #"{"customer":"Ada"}"#),
        (#"{"count":null, "express" : null }"#, "{}"),
        (
            #"{"a":null,"count":null,"b":1, "items":[{"price":null,"name":null}],"x":2}"#,
            #"{"a":null,"b":1, "items":[{"name":null}],"x":2}"#
        ),
        (
            #"{"extra":null,"labels":{"a":null},"customer":null}"#,
            #"{"extra":null,"labels":{"a":null},"customer":null}"#
        ),
    ])
    func `tell where members stand that are null and mean nothing`(_ text: String, _ expected: String) throws {
        var bytes = Array(text.utf8)
        for range in try Checker(bytes, against: Order.rule).absent.sorted(by: { $0.lowerBound > $1.lowerBound }) {
            bytes.removeSubrange(range)
        }
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func `name the nearest key only where one is near`() throws {
        let text = #"{"name": "", "prise": 1, "qantity": 1, "anything": 1}"#
        #expect(
            try Order.Item.rule.violations(in: text) == [
                "prise: is not a known key; did you mean 'price'?",
                "qantity: is not a known key; did you mean 'quantity'?",
                "anything: is not a known key",
            ]
        )
    }

    @Test func `check each of two members with one key`() throws {
        let text = #"{"customer": "Ada", "items": [{"name": "pen"}], "count": 0, "count": 1, "count": "x"}"#
        #expect(try violations(text) == ["count: must be from 1 to 10", "count: must be a whole number"])
    }

    @Test func `read keys with their escapes`() throws {
        let text = #"{"cu\u0073tomer": "Ada", "items": [{"n\u0061me": 1}]}"#
        #expect(try violations(text) == ["items[0].name: must be a text"])
    }

    @Test func `stop counting at a hundred`() throws {
        let list = "[" + Array(repeating: "1", count: 5000).joined(separator: ",") + "]"
        #expect(try Rule.list(.bool, count: 0 ... .max).violations(in: list).count == 100)
    }
}

/// A shape of which one of two fields must be there.
struct Visit: Shape {
    struct Fields {
        let place = Field<String?>("place", "Where.")
        let link = Field<String?>("link", "Where instead.")
        let hour = Field<Int?>("hour", "When.")
    }
    static let description = Description(
        "A visit.",
        Fields(),
        demands: [
            .checked(
                .object(["place": String.rule], without: "link"),
                .object(["link": String.rule], without: "place")
            ),
            .told(.object(["hour": .integer(0...24)])),
        ]
    )
    var members = JSONObject()
}

extension JSON {
    /// The same object with one member set.
    fileprivate func setting(_ key: String, to value: JSON) -> JSON {
        var members = object ?? JSONObject()
        members[key] = value
        return .object(members)
    }
}
