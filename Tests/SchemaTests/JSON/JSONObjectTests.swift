import Schema
import Testing

@Suite struct `JSON objects` {
    @Test(arguments: [3, 100])
    func `keep their order and forget what was removed`(_ count: Int) {
        var object = JSONObject()
        for number in 0..<count { object["k\(number)"] = .number(number) }
        object["k1"] = "changed"
        object["k0"] = nil
        object["k0"] = "back"
        object["none"] = nil
        #expect(object.keys == (1..<count).map { "k\($0)" } + ["k0"])
        #expect(object["k1"] == "changed")
        #expect(object["k0"] == "back")
        #expect(object["none"] == nil)
        #expect((2..<count).allSatisfy { object["k\($0)"] == .number($0) })
    }

    @Test func `are equal in whatever order their members stand`() throws {
        let one = try JSON(parsing: #"{"a": 1, "b": {"c": 2, "d": 3}}"#)
        let other = try JSON(parsing: #"{"b": {"d": 3, "c": 2}, "a": 1}"#)
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != ["a": 1])
        #expect(one != ["a": 1, "b": nil])
    }

    @Test func `take many keys in time that grows with their number`() throws {
        let members = (0..<50_000).map { #""k\#($0)":\#($0)"# }
        let object = try #require(try JSON(parsing: "{\(members.joined(separator: ","))}").object)
        #expect(object.members.count == 50_000)
        #expect(object["k49999"] == 49_999)
    }

    @Test func `are reached through keys and places`() {
        let value: JSON = ["list": [1, ["x": "y"]]]
        #expect(value["list"]?[1]?["x"]?.string == "y")
        #expect(value["list"]?[2] == nil)
        #expect(value["list"]?[-1] == nil)
        #expect(value["none"] == nil)
        #expect(value[0] == nil)
        #expect(value.string == nil && value.int == nil && value.bool == nil && value.array == nil)
    }
}
