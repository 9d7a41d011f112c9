import HTTP
import Testing

@testable import paddock

@Suite struct `Refusals of a server` {
    @Test(arguments: [
        (#"{"error":"model 'x' not found"}"#, "model 'x' not found"),
        (#"{"error":{"message":"No.","type":"t"}}"#, "No."), ("404 page not found", "404 page not found"),
        ("", "the server answered with status 404"), (#"{"detail":1}"#, "the server answered with status 404"),
        (#"{"error":"\u001b[31mred"}"#, "[31mred"),
    ])
    func `the server's sentence is found in its dialects`(body: String, sentence: String) {
        #expect(Refusal(status: 404, body: Array(body.utf8)).description == sentence)
    }

    @Test func `a server that is not there is named, with what helps`() throws {
        let address = try #require(ServerAddress("example.org:1234"))
        let sentence = Refusal(.notConnected(reason: "refused"), from: address).description
        for words in ["http://example.org:1234", "paddock serve", "--host"] { #expect(sentence.contains(words)) }
    }
}
