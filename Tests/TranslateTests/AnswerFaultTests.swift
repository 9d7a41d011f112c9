import Testing
import Translate

@Suite struct `What a child says instead of an answer` {
    @Test(arguments: [
        (500, "image input is not supported - hint: provide the mmproj", 400, "not_supported_error"),
        (500, "the current context does not support logits computation. skipping", 400, "not_supported_error"),
        (
            500, "input (81 tokens) is too large to process. increase the physical batch size", 400,
            "exceed_context_size_error"
        ),
        (500, "anything else", 500, "server_error"), (503, "Loading model", 503, "server_error"),
    ])
    func `is the client's mistake where it says so`(_ said: Int, _ message: String, _ status: Int, _ type: String) {
        let body = #"{"error":{"code":\#(said),"message":"\#(message)","type":"server_error"}}"#
        let expected = AnswerFault.refused(.init(status: status, message: message, type: type))
        #expect(AnswerFault(status: said, body: Array(body.utf8)) == expected)
    }

    @Test(arguments: [
        ("plain words", "plain words"), ("", "The model's server gave no reason."), (#"{"error":"text"}"#, "text"),
    ])
    func `is told whatever its shape`(_ body: String, _ message: String) {
        let expected = AnswerFault.refused(.init(status: 404, message: message, type: nil))
        #expect(AnswerFault(status: 404, body: Array(body.utf8)) == expected)
    }
}
