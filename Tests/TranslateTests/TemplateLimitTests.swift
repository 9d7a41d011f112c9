import Schema
import Testing

@testable import Translate

@Suite struct `A hostile template` {
    private func fault(_ template: String, _ data: JSON = [:], workLimit: Int = 8 << 20) -> String? {
        do throws(TemplateFault) {
            _ = try rendered(template, data, workLimit: workLimit)
            return nil
        } catch { return error.sentence }
    }

    private func repeated(_ text: String, _ count: Int = 50_000) -> String { String(repeating: text, count: count) }

    @Test func `cannot nest without an end`() {
        let sentence = "the template is nested too deeply"
        #expect(fault(repeated("{{if 1}}")) == sentence)
        #expect(fault(repeated("{{range 1}}{{with 1}}")) == sentence)
        #expect(fault(repeated("{{block \"a\" .}}")) == sentence)
        #expect(fault("{{" + repeated("(") + "1" + repeated(")") + "}}") == sentence)
        #expect(fault("{{1" + repeated(" | not") + "}}") == sentence)
        #expect(fault("{{" + repeated("(", 60) + "1" + repeated(" | not | not)", 60) + "}}") == sentence)
        #expect(fault(repeated("{{if 1}}", 60) + "a" + repeated("{{end}}", 60)) == nil)
        let deepest = repeated("{{if 1}}", 60) + "{{1" + repeated(" | not", 60) + "}}" + repeated("{{end}}", 60)
        let twice = repeated("{{if 1}}", 60) + "{{template `a`}}" + repeated("{{end}}", 60)
        #expect(fault("{{define `a`}}\(deepest){{end}}\(twice)") == nil)
        #expect(fault("{{if 0}}" + repeated("{{else if 0}}") + "{{end}}") == nil)
        #expect(fault("{{." + repeated("a.") + "b}}") == nil)
    }

    @Test func `cannot have variables without an end`() {
        #expect(fault(repeated("{{$x := 1}}")) == "there are too many variables")
        #expect(fault(repeated("{{if 1}}{{$x := 1}}{{end}}")) == nil)
    }

    @Test func `cannot use itself without an end`() {
        let sentence = "templates use each other too deeply"
        #expect(fault(#"{{define "a"}}{{template "a"}}{{end}}{{template "a"}}"#) == sentence)
        #expect(
            fault(#"{{define "a"}}{{template "b"}}{{end}}{{block "b" .}}{{if 1}}{{template "a"}}{{end}}{{end}}"#)
                == sentence
        )
    }

    @Test func `cannot work without an end`() {
        let doubling = (1...40).map {
            #"{{define "a\#($0)"}}{{template "a\#($0 - 1)"}}{{template "a\#($0 - 1)"}}{{end}}"#
        }
        let templates = [
            "{{range 1000000000000}}{{end}}", "{{range .L}}{{range $.L}}{{range $.L}}{{end}}{{end}}{{end}}",
            #"{{define "a0"}}{{end}}{{template "a40"}}"# + doubling.joined(), "{{range 100000}}{{json $.L}}{{end}}",
            "{{range 1000000}}{{if eq $.S $.S}}{{end}}{{end}}", "{{range 1000000}}{{if $.S}}{{end}}{{end}}",
            "{{range 1000000}}{{$x := slice $.S 1}}{{end}}", "{{range 1000000}}{{/* c */}}a{{end}}",
        ]
        let data: JSON = ["L": .array(Array(repeating: "ab", count: 1000)), "S": .string(repeated("a"))]
        for template in templates {
            #expect(fault(template, data, workLimit: 10_000) == "the template takes too long", "\(template)")
        }
    }

    @Test func `cannot write without an end`() {
        let sentence = "the text becomes longer than \(TemplateSheet.sizeLimit) bytes"
        #expect(fault("{{$x := `0123456789`}}{{range 99}}{{$x = print $x $x}}{{end}}") == sentence)
        #expect(fault("{{$x := `0123456789`}}{{range 99}}{{$x = printf `%s%s` $x $x}}{{end}}") == sentence)
        #expect(fault("{{range 99999}}{{$.S}}{{end}}", ["S": .string(repeated("a"))]) == sentence)
    }

    @Test func `is read in time that grows with its length, and so is a long conversation`() throws {
        #expect(try rendered(repeated("{{/* c */}}{{- 1 -}} ")) == repeated("1"))
        #expect(fault(repeated("{{define \"a\"}}{{end}}")) == #"the template "a" is defined twice"#)
        let messages = (0..<20_000).map { message($0 % 2 == 0 ? "user" : "assistant", "message \($0)") }
        let prompt = try PromptTemplate(TemplateShapes.llama3).prompt(for: messages, date: "2026-08-21")
        #expect(prompt.hasSuffix("message 19999"))
    }
}

@Suite struct `Any template` {
    private static let pieces = [
        "{{", "{{", "{{- ", "}}", "}}", " -}}", "if ", "else", "else if ", "end", "with ", "range ", "break",
        "continue", "define \"a\"", "template \"a\"",
        "block \"a\"", " .", ".Messages", ".Role", "$", "$x", "$.Tools", " := ", " = ", ", ", "(", ")", "|", " ", "\n",
        "\"", "`", "\"a\\n\"", "1", "-2", "0.5",
        "true", "nil", "and ", "or ", "not ", "eq ", "lt ", "len ", "index ", "slice ", "print ", "printf \"%s\" ",
        "json ", "toTypeScriptType ", "yesterdayDate",
        "/*", "*/", "text", "é", "\u{0}", "🌍",
    ]
    private static let conversation = [
        message("user", "a"),
        message("assistant", "b", ["tool_calls": [["function": ["name": "f", "arguments": ["c": [1]]]]]]),
        message("tool", "d"), message("user", "e"),
    ]

    /// A text that looks like a template, or one that nearly is one.
    private func template(_ random: inout SplitMix64) -> String {
        guard Bool.random(using: &random) else {
            let count = Int.random(in: 1...24, using: &random)
            return (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
        }
        var characters = Array(TemplateShapes.all.randomElement(using: &random) ?? "")
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let start = Int.random(in: 0..<characters.count, using: &random)
            let end = min(start + Int.random(in: 0...5, using: &random), characters.count)
            characters.replaceSubrange(start..<end, with: Self.pieces.randomElement(using: &random) ?? "")
        }
        return String(characters)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `either makes a prompt or tells the line of its fault`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var prompts = 0
        for _ in 0..<100 {
            let text = template(&random)
            do throws(TemplateFault) {
                _ = try PromptTemplate(text).prompt(
                    for: Self.conversation,
                    tools: [["function": [:]]],
                    date: "2026-08-21"
                )
                prompts += 1
            } catch {
                let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
                #expect(
                    (1...lines).contains(error.line) && !error.sentence.isEmpty,
                    "\(text.debugDescription): \(error)"
                )
            }
        }
        #expect((1..<100).contains(prompts))
    }
}
