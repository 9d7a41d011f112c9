import Schema
import Testing

@Suite struct `A respelling` {
    private func respell(_ text: String, sparing spared: Set<String> = []) throws -> (text: String, isEmpty: Bool) {
        let result = Array(text.utf8).withUnsafeBytes { bytes in
            Result { () throws(JSONError) in
                let respelling = try Respelling(of: bytes, by: Order.rule, sparing: spared)
                return (String(decoding: respelling.apply(to: bytes), as: UTF8.self), respelling.isEmpty)
            }
        }
        return try result.get()
    }

    @Test(arguments: [
        #"{"customer":"Ada","items":[{"name":"pen"}]}"#, #"{"unknown":{"Customer":1},"other":[{"NAME":2}]}"#, "{}",
        "[]",
        #"{"labels":{"Customer":"x"},"extra":[1,{"Name":2}]}"#, "3", #"{"items":5,"labels":[{"Name":1}]}"#,
    ])
    func `has nothing to do where every known key is spelled as it should be`(_ text: String) throws {
        let result = try respell(text)
        #expect(result.isEmpty && result.text == text)
    }

    @Test(arguments: [
        (#"{"CUSTOMER":"Ada"}"#, #"{"customer":"Ada"}"#),
        (#" { "Items" : [ { "NAME" : "CUSTOMER" } ] } "#, #"{ "items" : [ { "name" : "CUSTOMER" } ] }"#),
        (#"{"c\u0055STOMER":"Ada","Other":1}"#, #"{"customer":"Ada","Other":1}"#),
        (#"{"Payment":{"NUMBER":"1","Month":12}}"#, #"{"payment":{"number":"1","month":12}}"#),
        (#"{"Labels":{"Customer":"x"}}"#, #"{"labels":{"Customer":"x"}}"#),
    ])
    func `changes the keys that a rule knows, at every level, and not a byte besides`(
        _ text: String,
        _ expected: String
    ) throws {
        let result = try respell(text)
        #expect(!result.isEmpty && result.text == expected)
    }

    @Test func `leaves a key alone that is spelled exactly, and changes another one beside it`() throws {
        #expect(try respell(#"{"customer":1,"Customer":2}"#).text == #"{"customer":1,"customer":2}"#)
    }

    @Test func `spares shapes`() throws {
        let text = #"{"Items":[{"NAME":"pen"}],"payment":{"NUMBER":1}}"#
        #expect(try respell(text, sparing: ["OrderItem"]).text == #"{"items":[{"NAME":"pen"}],"payment":{"number":1}}"#)
    }

    @Test(arguments: [#"{"a":1} {"#, #"{"a":1}]"#, #"{"a":1}x"#])
    func `ends with the first value`(_ text: String) throws {
        #expect(try respell(text).text == #"{"a":1}"#)
    }

    @Test(arguments: ["", "{", #"{"Customer""#, #"{"items":[{"name":"#, "x", "{,}", "\u{FEFF}{}"])
    func `needs a value`(_ text: String) {
        #expect(throws: JSONError.self) { try respell(text) }
    }

    @Test func `does not follow a hostile text too deep`() {
        #expect(throws: JSONError.self) { try respell(String(repeating: #"{"note":["#, count: 200)) }
    }
}
