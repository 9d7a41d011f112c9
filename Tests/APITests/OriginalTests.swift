import NIOCore
import Schema
import Testing
import Translate

@testable import API

@Suite struct `An original body` {
    private func read(_ body: String) throws(Problem) -> Original<OpenAI.ChatRequest> {
        try Original.reader()(Incoming(posting: ByteBuffer(string: body)))
    }

    private static let messages = #""messages":[{"role":"user","content":"hi"}]"#

    @Test(arguments: [
        (#"{"a":1.10,"#, #"{"stream":true,"a":1.10,"#),
        (#"{ "stream" : false ,"#, #"{ "stream" : true ,"#),
        (#"{"stream":null,"x":{"stream":false},"#, #"{"stream":true,"x":{"stream":false},"#),
    ])
    func `changes what is set and not a byte besides`(_ start: String, _ expected: String) throws {
        let original = try read(start + Self.messages + "}")
        #expect(String(buffer: original.setting([("stream", "true")])) == expected + Self.messages + "}")
    }

    @Test func `sets the last of two members with one key, the one that counts`() throws {
        let original = try read(#"{"stream":true,"stream":false,"# + Self.messages + "}")
        #expect(!original.stream)
        #expect(String(buffer: original.setting([("stream", "true")])).hasPrefix(#"{"stream":true,"stream":true,"#))
    }

    @Test(arguments: [
        (#"{"temperature":1.10,"#, #"{"max_completion_tokens":400,"temperature":1.10,"#),
        (#"{"temperature":null,"max_completion_tokens":12,"#, #"{"temperature":0.3,"max_completion_tokens":12,"#),
        (#"{"temperature":0,"max_tokens":1,"x":{"a":1.10},"#, #"{"temperature":0,"max_tokens":1,"x":{"a":1.10},"#),
    ])
    func `is filled with what the model's entry says, where it says nothing itself`(
        _ start: String,
        _ expected: String
    ) throws {
        let original = try read(start + Self.messages + "}")
        let defaults = RequestDefaults(members: ["temperature": 0.3, "max_tokens": 400], system: nil)
        #expect(String(buffer: original.setting(original.filling(defaults))) == expected + Self.messages + "}")
    }

    @Test func `gets the model's instructions when it brings none`() throws {
        let defaults = RequestDefaults(members: [:], system: "Be \"brief\".")
        let plain = try read("{" + Self.messages + "}")
        let filled = String(buffer: plain.setting(plain.filling(defaults)))
        #expect(
            filled
                == #"{"messages":[{"role":"system","content":"Be \"brief\"."},{"role":"user","content":"hi"}]}"#
        )
        let own = try read(#"{"messages":[{"role":"developer","content":"x"}]}"#)
        #expect(own.filling(defaults).isEmpty)
    }

    @Test func `reads single fields, with their defaults`() throws {
        let original = try read(#"{"model":"a","keep_alive":"5m","# + Self.messages + "}")
        #expect(original.model == "a" && !original.stream && original.keepAlive == .duration(.seconds(300)))
    }

    @Test func `names every violation at once`() {
        let body = #"{"model":3,"stream":"yes","temperature":9,"messages":[{"role":"nobody"},{"content":5}]}"#
        do throws(Problem) {
            _ = try read(body)
            Issue.record("it was taken")
        } catch {
            #expect(error.code == .invalidValue)
            for place in [
                "model:", "stream:", "temperature:", "messages[0].role:", "messages[1].content:", "messages[1].role:",
            ] {
                #expect(error.message.contains(place))
            }
        }
    }

    @Test func `tells a missing body from one that is cut short`() {
        #expect { try read("") } throws: { ($0 as? Problem)?.ollamaText == "missing request body" }
        #expect { try read(#"{"model":"#) } throws: { ($0 as? Problem)?.ollamaText == "unexpected EOF" }
    }
}
