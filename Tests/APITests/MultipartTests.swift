import HTTP
import NIOCore
import NIOHTTP1
import Schema
import Testing
import Translate

@testable import API

@Suite struct `A form as an input` {
    private func read(_ parts: [(head: String, content: String)]) throws(Problem) -> Multipart<OpenAI.ChatForm> {
        let body = parts.map { "--b\r\nContent-Disposition: form-data; \($0.head)\r\n\r\n\($0.content)\r\n" }.joined()
        var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")
        head.headers.add(name: "Content-Type", value: "multipart/form-data; boundary=b")
        let request = Request(head: head, body: ByteBuffer(string: body + "--b--\r\n"), arrival: .now())
        return try Multipart.reader()(Incoming(request: request, parameters: [:], caller: .anyone))
    }

    private func refusal(of parts: [(head: String, content: String)]) -> Problem? {
        do throws(Problem) {
            _ = try read(parts)
            return nil
        } catch {
            return error
        }
    }

    private static let messages = (head: "name=messages", content: #"[{"role":"user","content":"hi","x":1.10}]"#)

    @Test func `has values of the kinds that its fields have`() throws {
        let form = try read([
            Self.messages, ("name=max_tokens", "7"), ("name=temperature", "1e-1"), ("name=model", "12"),
            ("name=keep_alive", "300"), ("name=unheard", "of"),
        ])
        #expect(form.maxTokens == 7 && form.temperature == 0.1 && form.model == "12")
        #expect(form.keepAlive == .duration(.seconds(300)))
        #expect(form.value.members["messages"]?.text == Self.messages.content)
        #expect(form.value.members["unheard"] == nil)
    }

    @Test(arguments: [
        ("true", true), ("1", true), ("YES", true), ("On", true), ("false", false), ("0", false), ("no", false),
        ("OFF", false),
    ])
    func `says yes and no in many ways`(_ word: String, _ isTrue: Bool) throws {
        #expect(try read([Self.messages, ("name=stream", word)]).stream == isTrue)
    }

    @Test func `holds its files, in order, whatever brackets stand behind their name`() throws {
        let form = try read([
            (#"name="images"; filename="a.png""#, "1"), Self.messages, (#"name="images[]"; filename="b.png""#, "2"),
            ("name=image; filename=c.png", "3"),
        ])
        #expect(form.files(of: \.images).compactMap(\.text) == ["1", "2"])
        #expect(form.files(of: \.image).compactMap(\.text) == ["3"])
        #expect(form.images?.map(\.name) == ["a.png", "b.png"])
    }

    @Test func `is refused with every place that is wrong`() {
        let problem = refusal(of: [
            ("name=messages", "hi"), ("name=temperature", "hot"), ("name=stream", "maybe"), ("name=max_tokens", "1.5"),
        ])
        for place in ["messages", "temperature", "stream", "max_tokens"] {
            #expect(problem?.message.contains("\(place): must be") == true, "\(place)")
        }
    }

    @Test func `says nothing by what is empty or null`() throws {
        let form = try read([
            Self.messages, ("name=temperature", ""), ("name=stream", "null"), ("name=model", "null"),
        ])
        #expect(form.temperature == nil && !form.stream && form.model == "null")
    }

    @Test(arguments: [
        [(head: "name=messages", content: #"{"role":"user","content":"a"}"#)],
        [(head: "name=messages", content: #"[{"role":"user","content":"a"}]"#)],
        [
            (head: #"name="messages[]""#, content: #"{"role":"user","content":"a"}"#),
            ("name=messages", #"{"role":"user","content":"b"}"#),
        ],
    ])
    func `has lists in one part, or one element in each`(_ parts: [(head: String, content: String)]) throws {
        #expect(try read(parts).messages.first?.content?.json == "a")
    }

    @Test func `must have what has to be there`() {
        #expect(refusal(of: [("name=model", "m")])?.parameter == "messages")
    }

    @Test(arguments: ["application/json", "multipart/mixed; boundary=b", ""])
    func `is not taken from a body of another kind`(_ type: String) {
        var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")
        if !type.isEmpty { head.headers.add(name: "Content-Type", value: type) }
        let request = Request(head: head, body: ByteBuffer(string: "{}"), arrival: .now())
        #expect(throws: Problem.self) {
            try Multipart<OpenAI.ChatForm>.reader()(Incoming(request: request, parameters: [:], caller: .anyone))
        }
    }
}
