import Schema
import Testing
import Translate

@Suite struct `The fast way of a plain text` {
    private static let characters: [Character] = [
        "a", "B", "7", " ", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{8}", "\u{1F}", "\u{7F}", "é", "ß", "日", "🌍",
        "👩‍🚀", "🇵🇹", "\u{2028}", "\u{FFFD}", "{", "}", "[", "]", ",", ":",
    ]

    /// The line for an event with this content, spelled as JSON; a blank before it leads past the fast way.
    private func line(_ content: String, before: String = "") throws -> String {
        let event =
            #"data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"# + before + content
            + #"}}],"created":1,"id":"chatcmpl-1","model":"m","object":"chat.completion.chunk"}"#
        var translator = OllamaStream(model: "m")
        var out: [UInt8] = []
        try events(of: event + "\n\n", inPiecesOf: .max >> 1) { (event) throws(AnswerFault) in
            try translator.take(event, clock: StillClock(), to: &out)
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// A spelling of a text in JSON, in which any character may be escaped.
    private func spelled(_ text: String, _ random: inout SplitMix64) -> String {
        let units = text.map { character in
            guard Bool.random(using: &random) else {
                return String(JSON.string(String(character)).text.dropFirst().dropLast())
            }
            return String(character).utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
        return "\"" + units.joined() + "\""
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `gives the same lines as the tree, with every text`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let length = Int.random(in: 0...12, using: &random)
            let text = String((0..<length).map { _ in Self.characters.randomElement(using: &random) ?? "a" })
            let content = spelled(text, &random)
            let fast = try line(content)
            let slow = try line(content, before: " ")
            guard !text.isEmpty else {
                #expect(fast.isEmpty && slow.isEmpty)
                continue
            }
            #expect(fast.contains("\"content\":" + content + "}"))
            #expect(try JSON(parsing: fast)["message"]?["content"] == .string(text))
            #expect(try JSON(parsing: fast).text == slow.dropLast())
        }
    }

    @Test(arguments: [
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"a"#,
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"a\"#,
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"a""#,
        #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"#,
    ])
    func `does not take what is cut off`(_ event: String) {
        #expect(throws: AnswerFault.connectionLost) {
            try feed("data: \(event)\n\n", inPiecesOf: 7, to: OllamaStream(model: "m"))
        }
    }

    @Test func `leaves alone what stands beside a text`() throws {
        let event = #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"a","reasoning_content":"b"}}]}"#
        var translator = OllamaStream(model: "m")
        var out: [UInt8] = []
        try events(of: "data: \(event)\n", inPiecesOf: 1) { (event) throws(AnswerFault) in
            try translator.take(event, clock: StillClock(), to: &out)
        }
        let message = try JSON(parsing: out)["message"]
        #expect(message?["content"] == "a" && message?["thinking"] == "b")
    }
}
