import Router
import Schema
import Testing

@Suite struct `Reading YAML` {
    private func value(_ text: String) throws -> JSON {
        try YAMLDocument(parsing: Array(text.utf8)).value
    }

    /// Every fault, as `line:column: text`.
    private func faults(_ text: String) throws -> [String] {
        try YAMLDocument(parsing: Array(text.utf8)).faults.map { "\($0.mark): \($0.text)" }
    }

    /// Source: YAML 1.2.2, section 10.3.2.
    private static let scalars: [(String, JSON)] = [
        ("", nil), ("~", nil), ("null", nil), ("Null", nil), ("NULL", nil), ("nULL", "nULL"),
        ("true", true), ("True", true), ("TRUE", true), ("false", false), ("False", false), ("FALSE", false),
        ("yes", "yes"), ("No", "No"), ("on", "on"), ("off", "off"), ("tRUE", "tRUE"),
        ("0", 0), ("12", 12), ("-7", -7), ("+7", 7), ("007", 7), ("-010", -10), ("0o17", 15), ("0xfF", 255),
        ("0x", "0x"), ("0x-1", "0x-1"), ("0o8", "0o8"), ("1_000", "1_000"), ("12:30", "12:30"), ("7b", "7b"),
        (".5", 0.5), ("-.5", -0.5), ("5.", 5), ("+1.5", 1.5), ("1.e3", 1000), (".", "."), ("e5", "e5"),
        ("1e", "1e"), ("--1", "--1"), ("1-2", "1-2"), ("2024-01-02", "2024-01-02"), ("1.2.3", "1.2.3"),
        ("300ms", "300ms"), ("a text", "a text"), ("infinity", "infinity"), ("nan", "nan"), ("0x1p3", "0x1p3"),
    ]

    @Test(arguments: scalars)
    func `resolves scalars without quotes by the core schema`(_ text: String, _ expected: JSON) throws {
        #expect(try value("- \(text)")[0] == expected)
    }

    @Test(arguments: ["1.10", "1e3", "-0", "123456789012345678901234567890"])
    func `keeps the spelling of a number that JSON shares`(_ text: String) throws {
        #expect(try value("[\(text)]").text == "[\(text)]")
    }

    @Test(arguments: [#""1""#, "'true'", #""~""#, "|-\n  1", ">-\n  null"])
    func `takes everything in quotes and every block for a text`(_ text: String) throws {
        #expect(try value("- \(text)")[0]?.string != nil)
    }

    @Test func `reads lists and maps in both styles`() throws {
        let text = """
            # a comment
            a: {b: [1, "x: y"], c: }
            list:
            - one
            - two: 2
              three: |
                lines
                of text
            -
              - nested
            """
        #expect(
            try value(text) == [
                "a": ["b": [1, "x: y"], "c": nil],
                "list": ["one", ["two": 2, "three": "lines\nof text\n"], ["nested"]],
            ]
        )
    }

    @Test(arguments: ["", "\n", "# only a comment\n", "---\n", "---\n...\n", "\u{FEFF}"])
    func `takes a text without a value for null`(_ text: String) throws {
        #expect(try value(text) == .null)
    }

    @Test func `knows where every key and every element stands`() throws {
        let text = """
            top: 1
            models:
              - id: one
                config: {n_ctx: 5, path: "ü", last: 1}
              - - deep
            """
        let document = try YAMLDocument(parsing: Array(text.utf8))
        let places = [
            "": "1:1", "top": "1:1", "models": "2:1", "models[0]": "3:5", "models[0].id": "3:5",
            "models[0].config": "4:5", "models[0].config.n_ctx": "4:14", "models[0].config.last": "4:35",
            "models[1]": "5:5", "models[1][0]": "5:7",
        ]
        for (place, mark) in places { #expect(document.mark(of: place).description == mark, "\(place)") }
    }

    @Test func `leads from a place that is not there to the nearest around it`() throws {
        let document = try YAMLDocument(parsing: Array("a: 1\nmodels:\n  - id: x\n  - id: y\n".utf8))
        #expect(document.mark(of: "models[1].config.model_path").description == "4:5")
        #expect(document.mark(of: "models[7].id").description == "2:1")
        #expect(document.mark(of: "none.at.all").description == "1:1")
    }

    @Test func `repeats what an anchor names`() throws {
        let text = "a: &x {b: [1, 2]}\nc: *x\nd: [*x, &y text, *y]\n"
        let document = try YAMLDocument(parsing: Array(text.utf8))
        let repeated: JSON = ["b": [1, 2]]
        #expect(document.value == ["a": repeated, "c": repeated, "d": [repeated, "text", "text"]])
        #expect(document.faults.isEmpty)
        #expect(document.mark(of: "c").description == "2:1")
        #expect(document.mark(of: "c.b").description == "1:8")
    }

    @Test func `finds every fault at once`() throws {
        let text = """
            a: !!str 1
            b: &x {c: 1}
            <<: *x
            a: 2
            "quoted": {x: 1, "x": 2}
            [list]: 1
            inf: [.inf, -.INF, .nan, .5e999]
            what: *none
            <<later: fine
            """
        #expect(
            try faults(text) == [
                "1:4: tags are not supported; a text that looks like a number stands in quotes",
                "3:1: merge keys ('<<') are not supported; an alias can stand for a whole value",
                "4:1: the key 'a' stands in line 1 already",
                "5:18: the key 'x' stands in line 5 already",
                "6:1: a key must be a text",
                "7:7: '.inf' is no number that can be used here",
                "7:13: '-.INF' is no number that can be used here",
                "7:20: '.nan' is no number that can be used here",
                "7:26: '.5e999' is no number that can be used here",
                "8:7: no anchor '&none' stands before this",
            ]
        )
    }

    private static let broken: [(String, String)] = [
        ("a: [1, 2\nb: 3\n", "2:2: did not find expected ',' or ']' while parsing a flow sequence (line 1)"),
        ("a: 'x\n", "2:1: found unexpected end of stream while scanning a quoted scalar (line 1)"),
        ("a:\n\t- 1\n", "2:1: found character that cannot start any token while scanning for the next token (line 2)"),
        ("a: 1\n  b: 2\n", "2:4: mapping values are not allowed in this context"),
        ("models:\n  - id: a\n id: b\n", "3:2: did not find expected key while parsing a block mapping (line 1)"),
        ("a: b: c\n", "1:5: mapping values are not allowed in this context"),
        ("a: @b\n", "1:4: found character that cannot start any token while scanning for the next token (line 1)"),
        ("a: 1\n---\nb: 2\n", "2:1: a second document starts here; only one is allowed"),
        ("a: 1\nb: \u{1}\n", "2:4: control characters are not allowed"),
    ]

    @Test(arguments: broken)
    func `says where a text stops being YAML`(_ text: String, _ expected: String) {
        let fault = #expect(throws: YAMLFault.self) { try YAMLDocument(parsing: Array(text.utf8)) }
        #expect(fault.map { "\($0.mark): \($0.text)" } == expected)
    }

    @Test func `finds bytes that are not UTF-8`() {
        let fault = #expect(throws: YAMLFault.self) { try YAMLDocument(parsing: Array("a: 1\nb: ".utf8) + [0xFF]) }
        #expect(fault?.mark.description == "2:4")
    }

    @Test func `refuses what nests too deeply, is too long, or repeats itself into something huge`() throws {
        func text(of text: String) -> String? {
            let fault = #expect(throws: YAMLFault.self) { try YAMLDocument(parsing: Array(text.utf8)) }
            return fault?.text
        }
        #expect(text(of: String(repeating: "[", count: 500_000)) == "nested too deeply")
        #expect(text(of: String(repeating: "- ", count: 100) + "1") == "nested too deeply")
        #expect(
            text(of: String(repeating: "#", count: YAMLDocument.sizeLimit + 1))
                == "the file is longer than 1048576 bytes"
        )
        let laughs = (1...9).map { level in
            "l\(level): &l\(level) [\(Array(repeating: level == 1 ? "lol" : "*l\(level - 1)", count: 9).joined(separator: ","))]"
        }
        #expect(text(of: laughs.joined(separator: "\n")) == "too many values")
    }

    @Test func `survives every beginning of a text, and whatever else is done to it`() throws {
        let sample = Array(
            "a: &x {b: [1, 'x', \"\\u00e9\"], c: ~}\nd:\n  - *x\n  - |\n    text\n  - e: !t 0x1F # no\n".utf8
        )
        for count in 0...sample.count { _ = try? YAMLDocument(parsing: Array(sample[..<count])) }
        let seed: UInt64 = 0x9A4D
        var random = SplitMix64(seed: seed)
        var readable = 0
        for round in 0..<20_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                let token = Array("{}[]&*!|>'\"%@:-,?#~\n\t \\0".utf8).randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = token
                case 1: bytes.insert(token, at: index)
                default: bytes[index] = UInt8.random(in: 0...255, using: &random)
                }
            }
            do throws(YAMLFault) {
                let document = try YAMLDocument(parsing: bytes)
                readable += 1
                #expect(document.faults.allSatisfy { $0.mark.line <= bytes.count }, "seed \(seed), round \(round)")
            } catch {
                #expect((1...bytes.count).contains(error.mark.line), "seed \(seed), round \(round)")
            }
        }
        // Both ways must be taken often, or this proves little.
        #expect((2000..<18_000).contains(readable))
    }
}
