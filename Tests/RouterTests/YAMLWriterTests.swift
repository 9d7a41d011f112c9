import Router
import Schema
import Testing

@Suite struct `Writing YAML` {
    private func text(_ object: JSONObject) -> String {
        var writer = YAMLWriter()
        writer.write(object)
        return writer.text
    }

    @Test func `gives each member a line, and short lists brackets`() {
        let object: JSONObject = [
            "name": "orchid", "count": 2, "share": 0.05, "on": true, "none": nil, "words": ["a", "b c"], "empty": [],
            "nothing": [:], "inner": ["deep": ["x": 1]], "list": [["id": "a", "config": ["m": 1]], ["id": "b"], "c"],
        ]
        #expect(
            text(object) == """
                name: orchid
                count: 2
                share: 0.05
                "on": true
                none: null
                words: [a, b c]
                empty: []
                nothing: {}
                inner:
                  deep:
                    x: 1
                list:
                  - id: a
                    config:
                      m: 1
                  - id: b
                  - c

                """
        )
    }

    @Test(arguments: [
        "orchid", "/models/a b.gguf", "Q4_K_M", "a-b_c.d", "yes", "No", "on", "null", "~", "", " ", "a ", " a", "true",
        "1", "1e3", "-1", "0x10", ".5", "-", "- a", "# a", "a # b", "a: b", "a:", "org/name:Q4_0", "a, b", "[a]", "{a}",
        "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "'a'", "\"a\"", "a\\b", "a\nb", "a\r", "\t", "\u{0}", "\u{7F}",
        "\u{85}", "\u{2028}", "\u{FEFF}a", "größe", "模型", "🙂", "\u{10FFFF}", "?", "? a", "---", "...", "<<", "=",
        "2026-01-01", "${HOME}", "~/a", "a'b",
    ])
    func `writes texts that are read back as they were`(_ word: String) throws {
        let object: JSONObject = ["text": .string(word), "list": [.string(word), [.string(word)]], word: "key"]
        let document = try YAMLDocument(parsing: Array(text(object).utf8))
        #expect(document.faults.isEmpty)
        #expect(document.value == .object(object))
    }

    @Test func `writes what is read back as it was, whatever it is`() throws {
        let seed: UInt64 = 0x1234_5678
        var random = SplitMix64(seed: seed)
        for round in 0..<500 {
            let object = JSONObject(random: &random, depth: 3)
            let document = try YAMLDocument(parsing: Array(text(object).utf8))
            #expect(document.value == .object(object), "seed \(seed), round \(round)")
        }
    }
}

extension JSONObject {
    fileprivate init(random: inout SplitMix64, depth: Int) {
        self.init()
        for _ in 0...Int.random(in: 0...3, using: &random) {
            self[String(random: &random)] = JSON(random: &random, depth: depth)
        }
    }
}

extension JSON {
    fileprivate init(random: inout SplitMix64, depth: Int) {
        switch Int.random(in: depth > 0 ? 0...7 : 0...4, using: &random) {
        case 0: self = .null
        case 1: self = .bool(Bool.random(using: &random))
        case 2: self = .number(Int.random(in: -1000...1000, using: &random))
        case 3: self = .number(Double.random(in: -1...1, using: &random))
        case 4, 5: self = .string(String(random: &random))
        case 6: self = .object(JSONObject(random: &random, depth: depth - 1))
        default:
            self = .array(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in JSON(random: &random, depth: depth - 1) }
            )
        }
    }
}

extension String {
    fileprivate init(random: inout SplitMix64) {
        let letters = Array("ab1 .:-#'\"\\[]{},\n\t&*!|>%@~?é🙂")
        self.init((0..<Int.random(in: 0...6, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
    }
}
