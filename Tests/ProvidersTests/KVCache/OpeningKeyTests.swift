import NIOCore
import Testing

@testable import Providers

@Suite struct `Opening of a conversation` {
    private func key(_ body: String) -> OpeningKey? { OpeningKey(of: ByteBuffer(string: body)) }

    @Test func `is the same in every later turn`() {
        let first = #"{"model":"a","messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"}]}"#
        let later =
            #"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"},"#
            + #"{"role":"assistant","content":"ho"},{"role":"user","content":"and?"}],"model":"b","stream":true}"#
        #expect(key(first) != nil)
        #expect(key(first) == key(later))
    }

    @Test func `differs with the system message and with the first question`() {
        let keys = ["s|hi", "t|hi", "s|ho"].map { words in
            let words = words.split(separator: "|")
            return key(
                #"{"messages":[{"role":"system","content":"\#(words[0])"},{"role":"user","content":"\#(words[1])"}]}"#
            )
        }
        #expect(Set(keys).count == 3)
        #expect(!keys.contains(nil))
    }

    @Test func `finds the role wherever it stands in the message`() {
        #expect(key(#"{"messages":[{"content":[{"type":"text","role":"x"}],"role":"user"}]}"#) != nil)
    }

    @Test(arguments: [
        "", "[]", "{", "{}", #"{"messages":[]}"#, #"{"messages":"user"}"#, #"{"messages":[{"role":"system"}]}"#,
        #"{"messages":[1,null,"user",{"role":7}]}"#, #"{"prompt":"hi"}"#, #"{"messages":[{"role":"user""#,
        #"{"x":{"messages":[{"role":"user"}]}}"#,
    ])
    func `is missing where there is none`(_ body: String) {
        #expect(key(body) == nil)
    }

    @Test func `looks at no more than its first part, however long it is`() {
        func body(_ last: String) -> String {
            #"{"messages":[{"role":"user","content":"\#(String(repeating: "x", count: 1 << 20))\#(last)"}]}"#
        }
        #expect(key(body("a")) != nil)
        #expect(key(body("a")) == key(body("b")))
    }

    @Test func `does not read past the first question`() {
        let opening = #"{"messages":[{"role":"user","content":"hi"}"#
        #expect(key(opening + "]}") == key(opening + ", what stands here is no JSON"))
    }
}
