import Schema
import Testing

@testable import Translate

@Suite struct `The functions of templates` {
    private static let data: JSON = [
        "S": "héllo", "L": [1, 2, 3], "O": ["a": 1, "b": ["c": "<&>\u{2028}\""]], "E": [], "T": true, "F": 1.5,
        "Any": ["anyOf": [["type": "string"], ["type": ["integer", "null"]]]], "N": nil,
    ]

    private func check(_ template: String, _ expected: String) throws {
        #expect(try rendered("{{\(template)}}", Self.data) == expected, "\(template)")
    }

    @Test(arguments: [
        (#"and 1 "" 2"#, ""), ("and 1 2", "2"), ("and 0 2", "0"), ("and .S", "héllo"), (#"or "" 0 3 4"#, "3"),
        (#"or "" .N"#, ""), ("or .E .L", "[1 2 3]"), ("not .T", "false"), ("not .N", "true"), ("not .E", "true"),
        (#"1 | and """#, ""), ("1 | or 0", "1"),
        // What comes behind the decision is not computed.
        ("or .T (index .E 5)", "true"), ("and .E (index .E 5)", "[]"),
    ])
    func `and, or and not settle truth`(_ call: String, _ text: String) throws { try check(call, text) }

    @Test(arguments: [
        (#"eq "a" "a""#, true), (#"eq "a" "b""#, false), (#"eq "c" "a" "b" "c""#, true), ("eq 1 1.0", true),
        ("eq 2 1.5", false),
        ("eq .T true", true), ("eq .N nil", true), (#"eq .N "a""#, false), (#"eq .Missing "a""#, false),
        ("ne 1 2", true),
        (#"ne "a" "a""#, false), ("ne .N 1", true), ("lt 1 2", true), ("lt 2 2", false), ("le 2 2", true),
        ("le 3 2.5", false),
        ("gt 3 2", true), ("gt 2 2", false), ("ge 2 2", true), ("ge 1 2", false), (#"lt "a" "b""#, true),
        (#"ge "Z" "a""#, false),
        (#"lt "" "a""#, true), (#"eq "é" "e\u0301""#, false), ("eq 9007199254740993 9007199254740992", false),
    ])
    func `eq and its kin compare`(_ call: String, _ isTrue: Bool) throws { try check(call, isTrue ? "true" : "false") }

    @Test(arguments: [
        ("len .S", "6"), ("len .L", "3"), ("len .O", "2"), (#"len """#, "0"), ("index .L 1", "2"),
        ("index .O \"b\" \"c\" | len", "7"),
        (#"index .O "z""#, ""), ("index .S 0", "104"), ("index .L", "[1 2 3]"), ("slice .L", "[1 2 3]"),
        ("slice .L 1", "[2 3]"),
        ("slice .L 1 2", "[2]"), ("slice .L 3", "[]"), ("index (slice .L 1) 0", "2"),
        ("len (slice (slice .L 1) 1)", "1"),
        ("slice .S 3", "llo"), ("slice .S 0 1", "h"), ("slice .S 6", ""), ("index (slice .L 1 3) 1", "3"),
    ])
    func `len, index and slice look into texts, lists and objects`(_ call: String, _ text: String) throws {
        try check(call, text)
    }

    @Test(arguments: [
        (#"print "a" "b" 1 2 true"#, "ab1 2 true"), ("print", ""), ("print 1 .N 2", "1  2"),
        ("println 1 \"a\"", "1 a\n"),
        ("println", "\n"), (#"printf "%s-%d %v%% %t %q" "a" 2 .L true "b\"\n""#, #"a-2 [1 2 3]% true "b\"\n""#),
        (#"printf "plain""#, "plain"), (#"printf "%%%s%%" "a""#, "%a%"),
        (#"printf "%s" .O"#, #"{"a":1,"b":{"c":"\u003c\u0026\u003e\u2028\""}}"#),
        (#"printf "%q" "\x01\t\\é""#, #""\x01\t\\é""#), (#".F | printf "%d""#, "1.5"),
        (#"printf "%v %q" .N .N"#, #" """#),
    ])
    func `print, println and printf make text`(_ call: String, _ text: String) throws { try check(call, text) }

    @Test(arguments: [
        ("json .O", #"{"a":1,"b":{"c":"\u003c\u0026\u003e\u2028\""}}"#), ("json .L", "[1,2,3]"), ("json .N", "null"),
        ("json .S", #""héllo""#), ("json 1.5", "1.5"), ("json (slice .L 1)", "[2,3]"),
        (#"json "\u2029é\u00a8""#, #""\u2029é¨""#),
        ("json true", "true"),
    ])
    func `json escapes what Go escapes`(_ call: String, _ text: String) throws { try check(call, text) }

    @Test(arguments: [
        ("2026-08-21", "2026-08-20"), ("2026-03-01", "2026-02-28"), ("2024-03-01", "2024-02-29"),
        ("2000-03-01", "2000-02-29"),
        ("2100-03-01", "2100-02-28"), ("2026-01-01", "2025-12-31"), ("2026-05-01", "2026-04-30"),
        ("2026-08-01", "2026-07-31"),
        ("today", "today"),
    ])
    func `currentDate and yesterdayDate know the calendar`(_ today: String, _ yesterday: String) throws {
        #expect(try rendered("{{currentDate}} {{ yesterdayDate }}", on: today) == "\(today) \(yesterday)")
        #expect(try rendered(#"{{ currentDate "2006-01-02" | print }}"#, on: today) == today)
    }

    @Test(
        arguments: [
            (["type": "string"], "string"), (["type": "integer"], "number"), (["type": "number"], "number"),
            (["type": "boolean"], "boolean"), (["type": "array"], "any[]"), (["type": "object"], "Record<string, any>"),
            (["type": "null"], "null"), (["type": "date"], "any"), (["type": ["string", "null"]], "string | null"),
            ([:], "any"),
            (["anyOf": [["type": "string"], ["type": ["integer", "null"]]]], "string | number | null"), ("text", "any"),
        ] as [(JSON, String)]
    )
    func `toTypeScriptType names a property's type`(_ property: JSON, _ type: String) throws {
        #expect(try rendered("{{toTypeScriptType .P}}", ["P": property]) == type)
    }
}
