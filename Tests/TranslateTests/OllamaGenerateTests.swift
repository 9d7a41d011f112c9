import Schema
import Testing
import Translate

@Suite struct `A text answered in Ollama's words` {
    private static let stream = [
        #"{"index":0,"content":"Hi \"","tokens":[5],"stop":false}"#,
        #"{"index":0,"content":"you\"","tokens":[6,7],"stop":false}"#,
        #"{"index":0,"content":"","tokens":[],"stop":true,"stop_type":"limit","timings":{"cache_n":1,"prompt_n":1}}"#,
    ].map { "data: \($0)\n\n" }.joined()
    private static let head = #"{"model":"m","created_at":"1970-01-01T00:00:02.5Z","#

    private func lines(_ stream: String, _ source: AnswerSource, inPiecesOf size: Int = 1) throws -> [String] {
        let text = try feed(stream, inPiecesOf: size, to: OllamaStream(model: "m", form: .generate, from: source))
        return text.split(separator: "\n").map(String.init)
    }

    @Test(arguments: [1, 7, 100_000])
    func `comes in lines that end with the tokens of prompt and answer`(_ size: Int) throws {
        let found = try lines(Self.stream, .completion(prompt: [1, 2]), inPiecesOf: size)
        #expect(found[0] == Self.head + #""response":"Hi \"","done":false}"#)
        #expect(found[1] == Self.head + #""response":"you\"","done":false}"#)
        #expect(found[2].hasPrefix(Self.head + #""response":"","done":true,"done_reason":"length""#))
        #expect(found[2].contains(#""prompt_eval_count":2"#))
        #expect(found[2].hasSuffix(#""context":[1,2,5,6,7]}"#))
    }

    @Test func `keeps its tokens to itself when nobody wants them`() throws {
        #expect(try lines(Self.stream, .completion(prompt: nil)).last?.contains("context") == false)
    }

    @Test func `is one object when it is wanted whole`() throws {
        let aggregate = OllamaAggregate(model: "m", form: .generate, from: .completion(prompt: [1]))
        let whole = try JSON(parsing: try feed(Self.stream, inPiecesOf: 1, to: aggregate))
        #expect(whole["response"] == #"Hi "you""#)
        #expect(whole["context"] == [1, 5, 6, 7])
    }

    @Test func `has no end when the stream breaks off`() {
        let cut = Self.stream.split(separator: "data: ").prefix(2).map { "data: \($0)" }.joined()
        #expect(throws: AnswerFault.connectionLost) {
            try feed(cut, inPiecesOf: 1, to: OllamaStream(model: "m", form: .generate, from: .completion(prompt: nil)))
        }
    }

    @Test func `tells thoughts apart when it comes from a chat`() throws {
        let chat = [
            #"{"choices":[{"index":0,"delta":{"reasoning_content":"hm"},"finish_reason":null}]}"#,
            #"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"Hi"}}],"created":1}"#,
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, "[DONE]",
        ].map { "data: \($0)\n\n" }.joined()
        let found = try lines(chat, .chat)
        #expect(found[0] == Self.head + #""response":"","thinking":"hm","done":false}"#)
        #expect(found[1] == Self.head + #""response":"Hi","done":false}"#)
    }
}

@Suite struct `A conversation that is too long` {
    private func chat(_ roles: [String]) -> Ollama.ChatRequest {
        var chat = Ollama.ChatRequest()
        chat.messages = roles.enumerated().map { Ollama.Message(saying: "message \($0.offset)", as: $0.element) }
        return chat
    }

    private func left(_ roles: [String], needed: Int, limit: Int) -> [Int]? {
        let shorter = chat(roles).shortened(by: AnswerFault.Refusal.Tokens(needed: needed, limit: limit))
        return shorter?.messages.map { Int($0.content?.json.string?.split(separator: " ").last ?? "") ?? -1 }
    }

    @Test func `loses its oldest messages, and keeps its instructions and the last one`() {
        let roles = ["system", "user", "assistant", "user", "assistant", "user"]
        #expect(left(roles, needed: 120, limit: 119) == [0, 3, 4, 5])
        #expect(left(roles, needed: 120, limit: 60) == [0, 5])
        #expect(left(roles, needed: 120, limit: 1) == [0, 5])
    }

    @Test func `leaves room for the answer, up to a quarter of the context`() throws {
        let roles = Array(repeating: "user", count: 20)
        #expect(left(roles, needed: 1000, limit: 999)?.count == 14)
        var short = chat(roles)
        short.options = Ollama.Options(members: ["num_predict": 10])
        let tokens = AnswerFault.Refusal.Tokens(needed: 1000, limit: 999)
        #expect(try #require(short.shortened(by: tokens)).messages.count == 19)
    }

    @Test func `loses the answers of a tool together with the call`() {
        #expect(left(["user", "assistant", "tool", "tool", "user", "user"], needed: 100, limit: 99) == [4, 5])
    }

    @Test func `loses the beginning of the last message when nothing else is left to lose`() throws {
        var talk = chat(["system", "user"])
        talk.messages[1].content = OpenAI.Content(json: .string(String(repeating: "é", count: 500) + "end"))
        var tokens = AnswerFault.Refusal.Tokens(needed: 1000, limit: 500)
        var texts: [String] = []
        while let shorter = talk.shortened(by: tokens) {
            talk = shorter
            texts.append(talk.messages[1].content?.json.string ?? "")
            tokens = AnswerFault.Refusal.Tokens(needed: 501, limit: 500)
            guard texts.count < 100 else { break }
        }
        let first = try #require(texts.first)
        #expect((300...500).contains(first.utf8.count))
        #expect(texts.allSatisfy { $0.hasSuffix("d") && !$0.contains("\u{FFFD}") })
        #expect(texts.count < 40 && talk.messages[0].content?.json == "message 0")
    }

    @Test func `cannot be shorter than its instructions`() {
        #expect(left(["system", "user"], needed: 1000, limit: 50) == nil)
        #expect(left([], needed: 1, limit: 1) == nil)
        var seeing = chat(["user"])
        seeing.messages[0].images = ["iVBO"]
        #expect(seeing.shortened(by: AnswerFault.Refusal.Tokens(needed: 100, limit: 50)) == nil)
    }
}

@Suite struct `A text that is too long` {
    private func left(_ options: JSONObject?, _ count: Int = 100, within limit: Int = 40) -> [Int] {
        var request = Ollama.GenerateRequest()
        request.options = options.map(Ollama.Options.init(members:))
        return request.shortened(Array(0..<count), within: limit)
    }

    @Test func `keeps its first tokens and its end, and leaves room for the answer`() {
        #expect(left(nil) == Array(0..<4) + Array(74..<100))
        #expect(left(["num_keep": 10]) == Array(0..<10) + Array(80..<100))
        #expect(left(["num_keep": 10, "num_predict": 2]) == Array(0..<10) + Array(72..<100))
    }

    @Test func `keeps its very first token, and something of its end`() {
        #expect(left(["num_keep": 0]) == [0] + Array(71..<100))
        for number in [-1, 30, 1 << 40] { #expect(left(["num_keep": .number(number)]) == Array(0..<29) + [99]) }
    }

    @Test func `stays whole when there is room`() {
        #expect(left(nil, 30) == Array(0..<30))
        #expect(left(nil, 9, within: 1).count == 2)
    }
}
