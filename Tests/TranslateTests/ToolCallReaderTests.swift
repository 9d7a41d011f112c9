import Schema
import Testing
import Translate

@Suite struct `A call that a model writes into its text` {
    private static let tools: [JSON] = [
        ["type": "function", "function": ["name": "weather"]], ["type": "function", "function": ["name": "time"]],
    ]
    private static let rome = #"{"name": "weather", "arguments": {"city": "Rome {]\""}}"#

    /// What is read of an answer that comes in pieces of so many letters: its text, and each call with its arguments.
    private func read(
        _ answer: String,
        after mark: String? = nil,
        inPiecesOf size: Int
    ) -> (text: String, calls: [String]) {
        var reader = ToolCallReader(for: Self.tools, after: mark)
        var text = ""
        var calls: [JSON] = []
        var rest = answer[...]
        while !rest.isEmpty {
            let found = reader.take(String(rest.prefix(size)))
            text += found.text
            calls += found.calls
            rest = rest.dropFirst(size)
        }
        text += reader.finish()
        #expect(calls.map { $0["index"]?.int } == Array(calls.indices))
        #expect(Set(calls.compactMap { $0["id"]?.string }).count == calls.count)
        return (
            text,
            calls.map { "\($0["function"]?["name"]?.string ?? "")\($0["function"]?["arguments"]?.string ?? "")" }
        )
    }

    @Test(
        arguments: [
            (nil, rome), ("<tool_call>", "\n<tool_call>\n\(rome)\n</tool_call>\n"),
            ("[TOOL_CALLS]", "[TOOL_CALLS] [\(rome)]"),
            ("<tool_call>", rome), ("<tool_call>", "[\(rome)]"), (nil, #"{"type":"function","function":\#(rome)}"#),
            (nil, rome.replacing("arguments", with: "parameters")),
            (nil, #"{"name":"weather","arguments":"{\"city\": \"Rome {]\\\"\"}"}"#),
        ],
        [1, 3, 1000]
    )
    func `is read in every form, in pieces of every size`(_ form: (mark: String?, answer: String), _ size: Int) throws {
        let found = read(form.answer, after: form.mark, inPiecesOf: size)
        #expect(found.text == "")
        let call = try #require(found.calls.first)
        #expect(found.calls.count == 1 && call.hasPrefix("weather"))
        let arguments = try JSON(parsing: String(call.dropFirst("weather".count)))
        #expect(arguments == ["city": #"Rome {]""#])
    }

    @Test(arguments: [1, 1000])
    func `may be followed by others, and have a text before it`(_ size: Int) {
        let time = #"{"name":"time"}"#
        let marked = "Let me see.\n<tool_call>\(Self.rome)</tool_call>\n<tool_call>\(time)</tool_call>\n\(time)"
        let found = read(marked, after: "<tool_call>", inPiecesOf: size)
        #expect(found.text == "Let me see.\n" && found.calls.map { $0.prefix(4) } == ["weat", "time", "time"])
        #expect(read("\(time); \(time)", inPiecesOf: size).calls == ["time{}", "time{}"])
        #expect(read("[\(time), \(Self.rome)]", inPiecesOf: size).calls.count == 2)
    }

    @Test(
        arguments: [
            "", "Hi", "a < b", "<tool", "<tool_call>", "<tool_call>x", #"{"answer": 42}"#, "[1] says so", "{x} {",
            #"{"name": "unknown", "arguments": {}}"#, #"{"name": "weather", "arguments": 5}"#, #"{"name": "weather""#,
            #"[{"name": "time"}, {"name": "other"}]"#, "  {}", "<tool_call>{\"a\": 1}</tool_call>",
            #"See {"name": "time"}"#,
        ],
        [1, 1000]
    )
    func `is none when it names no tool, and then is text to the last letter`(_ answer: String, _ size: Int) {
        for mark in [nil, "<tool_call>"] {
            let found = read(answer, after: mark, inPiecesOf: size)
            #expect(found.text == answer && found.calls.isEmpty)
        }
    }

    @Test func `holds no text back that cannot become one`() {
        var reader = ToolCallReader(for: Self.tools, after: "<tool_call>")
        #expect(reader.take("Hi <").text == "Hi ")
        #expect(reader.take("b> [").text == "<b> [")
        #expect(reader.take(#"{"name""#).text == #"{"name""#)
    }

    @Test(arguments: [
        (TemplateShapes.mistral, "[TOOL_CALLS]"), (TemplateShapes.thinker, "<call>"), (TemplateShapes.llama3, nil),
        (TemplateShapes.chatML, nil), ("{{ range .Messages }}{{ if .ToolCalls }}{{ end }}{{ end }}", nil),
        (
            "{{ range .Messages }}{{ if .Content }}{{ else if .ToolCalls }}\n<tool_call>\n{{ range .ToolCalls }}{{ end }}{{ end }}{{ end }}",
            "<tool_call>"
        ),
    ])
    func `stands behind the mark that the template shows`(_ template: String, _ mark: String?) throws {
        #expect(try PromptTemplate(template).callMark == mark)
    }

    private static let stream =
        ["Well. ", "<tool_call>{\"na", "me\": \"time\"}", "</tool_call>"].map {
            "data: {\"index\":0,\"content\":\(JSON.string($0).text),\"stop\":false}\n\n"
        }.joined() + "data: {\"index\":0,\"content\":\"\",\"stop\":true,\"stop_type\":\"eos\"}\n\n"

    @Test func `comes whole in a line of a stream, and among the fields of an answer in one piece`() throws {
        let reader = ToolCallReader(for: Self.tools, after: "<tool_call>")
        let source = AnswerSource.completion(prompt: nil)
        let stream = OllamaStream(model: "m", from: source, findingCalls: reader)
        let lines = try feed(Self.stream, inPiecesOf: 9, to: stream).split(separator: "\n").map {
            try JSON(parsing: String($0))
        }
        #expect(lines.map { $0["message"]?["content"] } == ["Well. ", "", ""])
        #expect(lines.map { $0["done"] } == [false, false, true])
        let function: JSON = ["index": 0, "name": "time", "arguments": [:]]
        #expect(lines[1]["message"]?["tool_calls"]?[0]?["function"] == function)
        let aggregate = OllamaAggregate(model: "m", from: source, findingCalls: reader)
        let whole = try JSON(parsing: try feed(Self.stream, inPiecesOf: 9, to: aggregate))
        #expect(whole["message"]?["content"] == "Well. ")
        #expect(whole["message"]?["tool_calls"]?[0]?["function"] == function)
    }
}
