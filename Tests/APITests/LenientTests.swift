import NIOCore
import Schema
import Testing
import Translate

@testable import API

@Suite struct `A lenient body` {
    private func read<Body: Shape>(_ body: some Sequence<UInt8>, as: Body.Type = Body.self) throws(Problem) -> Body {
        try Lenient<Body>.reader()(Incoming(posting: ByteBuffer(bytes: body))).value
    }

    private func chat(_ body: String) throws(Problem) -> Ollama.ChatRequest { try read(body.utf8) }

    private func refusal(of body: some Sequence<UInt8>) -> Problem? {
        do throws(Problem) {
            _ = try read(body, as: Ollama.ChatRequest.self)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [#" {"model":"a"} and more"#, #"{"model":"a"}{"model":"b"}"#, #"{"model":"a"}]"#])
    func `is its first value, whatever follows`(_ body: String) throws {
        #expect(try chat(body).model == "a")
    }

    @Test(arguments: ["null", " null ", "null {}"])
    func `may be null`(_ body: String) throws {
        #expect(try chat(body).members.isEmpty)
    }

    @Test func `has keys in any letter case, at every level`() throws {
        let request = try chat(
            """
            {"MODEL":"a","Messages":[{"ROLE":"user","Content":"hi","Tool_Calls":[{"Function":{"NAME":"f"}}]}],
             "kEEP_aLIVE":5,"top_logprobs":3,"Tools":[{"Type":"function","Function":{"name":"f"}}]}
            """
        )
        #expect(request.model == "a" && request.keepAlive == .duration(.seconds(5)) && request.topLogprobs == 3)
        #expect(request.messages.first?.role == "user" && request.messages.first?.content?.json == "hi")
        #expect(request.messages.first?.toolCalls?.first?.function.name == "f")
        #expect(request.tools?.first?.json["function"]?["name"] == "f")
    }

    @Test func `keeps the keys of free maps as they are`() throws {
        let request = try chat(
            """
            {"Options":{"Temperature":1,"seed":2},"FORMAT":{"Type":"object","Properties":{"Model":{}}},
             "messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","Arguments":{"Name":1,"ROLE":2}}}]}],
             "tools":[{"type":"function","function":{"name":"f","parameters":{"Type":"object","Name":{}}}}]}
            """
        )
        #expect(request.options?.json == ["Temperature": 1, "seed": 2])
        #expect(request.format?.json == ["Type": "object", "Properties": ["Model": [:]]])
        #expect(request.messages.first?.toolCalls?.first?.function.arguments?.json == ["Name": 1, "ROLE": 2])
        #expect(request.tools?.first?.json["function"]?["parameters"] == ["Type": "object", "Name": [:]])
    }

    @Test(arguments: [#"{"model":"a","model":"b"}"#, #"{"model":"a","MODEL":"b"}"#, #"{"Model":"a","model":"b"}"#])
    func `counts the last of two members with one key`(_ body: String) throws {
        #expect(try chat(body).model == "b")
    }

    @Test func `takes null for every field as if it was not there`() throws {
        let request = try chat(
            """
            {"model":null,"messages":null,"tools":null,"format":null,"stream":null,"keep_alive":null,"options":null,
             "think":null,"logprobs":null,"top_logprobs":null,"truncate":null,"shift":null}
            """
        )
        #expect(request.model == nil && request.messages.isEmpty && request.stream && request.truncate)
        #expect(request.keepAlive == nil && request.options == nil && request.topLogprobs == nil)
        #expect(try chat(#"{"options":{"temperature":null}}"#).options?.temperature == nil)
    }

    @Test func `takes bytes that are no text, and halves of characters, as U+FFFD`() throws {
        let body = Array(#"{"model":""#.utf8) + [0xFF] + Array(#"\ud800"}"#.utf8)
        #expect(try read(body, as: Ollama.ChatRequest.self).model == "\u{FFFD}\u{FFFD}")
    }

    @Test(arguments: [
        ("", "missing request body"), (" \r\n\t", "missing request body"), ("{", "unexpected EOF"),
        (#"{"model":"a"#, "unexpected EOF"), (#"{"model":"a","#, "unexpected EOF"), ("nul", "unexpected EOF"),
    ])
    func `says what its clients know if there is nothing, or not enough`(_ body: String, _ text: String) {
        let problem = refusal(of: body.utf8)
        #expect(problem?.status == 400 && problem?.ollamaText == text)
    }

    @Test func `has no byte-order mark`() {
        #expect(refusal(of: [0xEF, 0xBB, 0xBF] + Array("{}".utf8))?.code == .invalidJSON)
    }

    @Test func `names every violation, by the keys as they should be`() {
        let body = #"{"Model":3,"STREAM":"yes","messages":[{"Role":7},{"role":"user","IMAGES":"x"}]} etc."#
        let text = refusal(of: body.utf8)?.ollamaText ?? ""
        for place in ["model:", "stream:", "messages[0].role:", "messages[1].images:"] {
            #expect(text.contains(place), "\(place) is missing in: \(text)")
        }
    }

    @Test(arguments: ["[]", "3", #""text""#, "true"])
    func `is an object`(_ body: String) {
        #expect(refusal(of: body.utf8)?.status == 400)
    }
}
