import Schema
import Testing

@Suite struct `Reading JSON` {
    @Test func `takes every kind of value`() throws {
        let value = try JSON(parsing: #" { "a" : [ null , true, false, -1.5e3, "x", {} , [] ] } "#)
        #expect(value == ["a": [nil, true, false, .number(literal: "-1.5e3"), "x", [:], []]])
    }

    @Test(arguments: ["0", "-0", "1.10", "1e3", "1E+30", "-12.50", "0.1e-7", "123456789012345678901234567890"])
    func `keeps the spelling of a number`(_ literal: String) throws {
        #expect(try JSON(parsing: "[\(literal)]").text == "[\(literal)]")
    }

    @Test func `tells whole numbers from fractions`() throws {
        let numbers = try JSON(parsing: "[2, 2.0, 2e3, 2.5, 9223372036854775807, 9223372036854775808, 1e400]")
        #expect(numbers.array?.map(\.int) == [2, 2, 2000, nil, .max, nil, nil])
        #expect(numbers.array?.map(\.double) == [2, 2, 2000, 2.5, 0x1p63, 0x1p63, .infinity])
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\ude00""#, "😀"),
        (#""\ud83d""#, "\u{FFFD}"),
        (#""\ud83dx""#, "\u{FFFD}x"),
        (#""\ude00""#, "\u{FFFD}"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"),
        (#""\u0000""#, "\0"),
        (#""naïve 😀""#, "naïve 😀"),
    ])
    func `unescapes`(_ text: String, _ expected: String) throws {
        #expect(try JSON(parsing: text) == .string(expected))
    }

    @Test func `repairs bytes that are not UTF-8`() throws {
        #expect(try JSON(parsing: [0x22, 0x61, 0xFF, 0x62, 0x22]) == "a\u{FFFD}b")
        #expect(try JSON(parsing: [0x22, 0x5C, 0x6E, 0xC3, 0x22]) == "\n\u{FFFD}")
    }

    @Test func `takes the later of two members with one key`() throws {
        #expect(try JSON(parsing: #"{"a": 1, "b": 2, "a": 3}"#).text == #"{"a":3,"b":2}"#)
    }

    @Test(arguments: [
        ("", 0), ("   ", 3), ("nul", 3), ("nulL", 3), ("True", 0), ("'a'", 0), ("01", 1), ("-", 1), ("-a", 1),
        (".5", 0), ("1.", 2), ("1.e3", 2), ("1e", 2), ("1e+", 3), ("+1", 0), ("0x10", 1), ("NaN", 0), ("[1,]", 3),
        ("[1 2]", 3), ("[,1]", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7), ("{a:1}", 1), ("{1:1}", 1),
        ("[1]]", 3), ("1 2", 2), (#""\x""#, 2), (#""\u12g4""#, 5), ("\"a\nb\"", 2), ("\"a", 2), ("[1}", 2),
        ("// a\n1", 0),
    ])
    func `says where a text stops being JSON`(_ text: String, _ offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(error?.offset == offset)
        #expect(error?.isCutShort == (offset == text.utf8.count))
    }

    @Test func `refuses every beginning of a text as cut short`() {
        for text in JSONSamples.objects {
            let bytes = Array(text.utf8)
            for count in 0..<bytes.count {
                let error = #expect(throws: JSONError.self) { try JSON(parsing: Array(bytes[..<count])) }
                #expect(error?.isCutShort == true, "\(text.prefix(count))")
            }
        }
    }

    @Test(arguments: ["[", #"{"a":"#])
    func `refuses what nests too deeply, and nothing below that`(_ opening: String) throws {
        let closing = opening == "[" ? "]" : "}"
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
        }
        #expect(throws: Never.self) { try JSON(parsing: nested(JSONScanner.depthLimit)) }
        let error = #expect(throws: JSONError.self) { try JSON(parsing: nested(JSONScanner.depthLimit + 1)) }
        #expect(error?.reason == "nested too deeply")
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: opening, count: 1_000_000)) }
        #expect(throws: JSONError.self) { try Checker(nested(JSONScanner.depthLimit + 1), against: .any) }
        #expect(throws: JSONError.self) { try Checker(nested(JSONScanner.depthLimit + 1), against: .bool) }
    }
}

extension JSON {
    /// The number of a spelling.
    static func number(literal: String) -> JSON {
        do { return try JSON(parsing: literal) } catch { return .null }
    }
}
