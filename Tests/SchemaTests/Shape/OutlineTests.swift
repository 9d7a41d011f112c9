import Schema
import Testing

@Suite struct `Outlines` {
    private func outline(
        _ text: String,
        _ rule: Rule = Order.rule
    ) throws -> (Outline, cut: (Range<Int>) -> String) {
        let bytes = Array(text.utf8)
        return (try Checker(text, against: rule).outline, { String(decoding: bytes[$0], as: UTF8.self) })
    }

    @Test func `cut out the members of the outermost object as they were written`() throws {
        let (outline, cut) = try outline(#" { "customer" : "A\n" ,"items": [ {"name":"x"} ], "extra":{"b":1.10} } "#)
        #expect(outline.members.map(\.key) == ["customer", "items", "extra"])
        #expect(outline.members.map { cut($0.value) } == [#""A\n""#, #"[ {"name":"x"} ]"#, #"{"b":1.10}"#])
        #expect(outline.start == 2)
    }

    @Test func `point behind the opening bracket even of an empty object`() throws {
        #expect(try outline("{}").0.start == 1)
        #expect(try outline("  {  }").0.start == 3)
        #expect(try outline("  {  }").0.members.isEmpty)
    }

    @Test func `hold a key that was written twice twice, and count the later one`() throws {
        let (outline, cut) = try outline(#"{"extra": 1, "customer": "Ada", "\u0065xtra": 2}"#)
        #expect(outline.members.map(\.key) == ["extra", "customer", "extra"])
        #expect(outline["extra"].map(cut) == "2")
        #expect(outline["none"] == nil)
    }

    @Test func `are found through unions and free objects too`() throws {
        #expect(try outline(#"{"a":1}"#, .either([.bool, .map(.any)])).0.members.count == 1)
        let union = Rule.either([Order.Card.rule, Order.Bill.rule])
        #expect(try outline(#"{"address":"x"}"#, union).0.members.count == 1)
    }

    @Test func `are empty where there is no object`() throws {
        #expect(try outline("[{}]", .any).0.members.isEmpty)
    }
}
