import Schema
import Testing

@Suite struct `Shapes` {
    private func order(_ text: String) throws -> Order {
        try #require(Order(json: try JSON(parsing: text)))
    }

    @Test func `give every field its type`() throws {
        let order = try order(
            """
            {"customer": "Ada", "count": 3, "weight": 1, "express": true, "size": "small", "items": [{"name": "pen"}],
             "labels": {"a": "b"}, "note": "hi", "payment": {"number": "1", "month": 2}, "extra": [1],
             "patience": 2, "keep_alive": "10m"}
            """
        )
        #expect(order.customer == "Ada")
        #expect(order.count == 3)
        #expect(order.weight == 1)
        #expect(order.express)
        #expect(order.size == .small)
        #expect(order.items.map(\.name) == ["pen"])
        #expect(order.labels == ["a": "b"])
        #expect(order.note == .text("hi"))
        #expect(order.payment == .card(Order.Card(members: ["number": "1", "month": 2])))
        #expect(order.extra == [1])
        #expect(order.patience == TimeSpan(.seconds(2)))
        #expect(order.keepAlive == .duration(.seconds(600)))
    }

    @Test(arguments: ["", #", "count": null, "size": null, "note": null, "patience": null"#])
    func `have defaults for what is absent or null`(_ nulls: String) throws {
        let order = try order(#"{"customer": "Ada", "items": []\#(nulls)}"#)
        #expect(order.count == 1)
        #expect(order.size == .medium)
        #expect(order.labels.isEmpty)
        #expect(order.patience == TimeSpan(.seconds(90)))
        #expect(order.weight == nil)
        #expect(order.note == nil)
        #expect(order.keepAlive == nil)
    }

    @Test func `write fields and keep what no field names`() throws {
        var order = try order(#"{"customer": "Ada", "future": {"x": 1.10}, "weight": 1}"#)
        order.customer = "Eve"
        order.size = .large
        order.items = [Order.Item(members: ["name": "pen"])]
        order.weight = nil
        #expect(order.json.text == #"{"customer":"Eve","future":{"x":1.10},"size":"large","items":[{"name":"pen"}]}"#)
    }

    @Test func `are made only from objects`() {
        #expect(Order(json: []) == nil)
        #expect(Order(json: "x") == nil)
    }

    @Test func `are named by their type and its namespaces`() {
        #expect(Order.shapeRule.name == "Order")
        #expect(Order.Item.shapeRule.name == "OrderItem")
    }

    @Test func `list their fields in the order of their declaration`() {
        #expect(Order.Card.shapeRule.fields.map(\.key) == ["number", "month"])
        #expect(Order.shapeRule.fields.filter(\.isRequired).map(\.key) == ["customer", "items"])
    }

    @Test func `show an example that follows their own rule`() throws {
        let example = try #require(Order.shapeRule.example)
        #expect(try Order.rule.violations(in: example.text).isEmpty)
    }
}
