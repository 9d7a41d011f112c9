import Schema
import Testing
import Translate

@Suite struct `What a child says instead of an answer` {
    /// Sentences of build b11434 with status 500, as it answered them.
    @Test(arguments: [
        (
            "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj",
            "not_supported_error"
        ),
        (
            "audio input is not supported - hint: if this is unexpected, you may need to provide the mmproj",
            "not_supported_error"
        ),
        (
            "video input is not supported - hint: if this is unexpected, you may need to provide the mmproj",
            "not_supported_error"
        ),
        ("Multimodal data provided, but model does not support multimodal requests.", "not_supported_error"),
        ("the current context does not support logits computation. skipping", "not_supported_error"),
        (
            "input (102 tokens) is too large to process. increase the physical batch size (current batch size: 64)",
            "exceed_context_size_error"
        ),
        ("'messages' is required", "invalid_request_error"),
        ("Failed to parse messages: Missing 'role' in message", "invalid_request_error"),
        ("Failed to parse tools: Missing tool function", "invalid_request_error"),
        ("Failed to parse tool call arguments as JSON: parse error", "invalid_request_error"),
        ("Unknown reasoning format: none of them", "invalid_request_error"),
        ("Cannot use both json_schema and grammar", "invalid_request_error"),
    ])
    func `is the client's mistake where it is`(_ message: String, _ type: String) {
        let body = #"{"error":{"code":500,"message":"\#(message)","type":"server_error"}}"#
        guard case .refused(let refusal) = AnswerFault(status: 500, body: Array(body.utf8)) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.status == 400)
        #expect(refusal.message == message)
        #expect(refusal.type == type)
    }

    @Test(arguments: [
        (
            500, #""message":"input (102 tokens) is too large to process. increase it (current batch size: 64)""#, 102,
            64
        ),
        (400, #""message":"m","type":"exceed_context_size_error","n_prompt_tokens":831,"n_ctx":512"#, 831, 512),
    ])
    func `tells how long a prompt was and may be`(_ status: Int, _ members: String, _ needed: Int, _ limit: Int) {
        guard case .refused(let refusal) = AnswerFault(status: status, body: Array("{\"error\":{\(members)}}".utf8))
        else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.tokens?.needed == needed)
        #expect(refusal.tokens?.limit == limit)
    }

    @Test(arguments: [
        (500, #"{"error":{"code":500,"message":"it broke","type":"server_error"}}"#, 500, "it broke", "server_error"),
        (503, #"{"error":{"code":503,"message":"Loading model","type":"x"}}"#, 503, "Loading model", "x"),
        (500, #"{"error":{"code":"400","message":"m"}}"#, 400, "m", nil),
        (404, #"{"error":{"code":"not_found","message":"m"}}"#, 404, "m", nil),
        (400, #"{"error":{"code":null,"message":"m","type":null}}"#, 400, "m", nil),
        (400, #"{"error":{"code":200,"message":"m"}}"#, 400, "m", nil),
        (302, #"{"error":{"message":"m"}}"#, 500, "m", nil),
        (404, #"{"error":"text"}"#, 404, "text", nil),
        (400, #"{"error":{"reason":"r"}}"#, 400, #"{"reason":"r"}"#, nil),
        (400, "[1]", 400, "[1]", nil),
        (502, "plain words", 502, "plain words", nil),
        (302, "elsewhere", 500, "elsewhere", nil),
        (404, "", 404, "The model's server gave no reason.", nil),
    ])
    func `is told whatever its shape`(_ status: Int, _ body: String, _ told: Int, _ message: String, _ type: String?) {
        #expect(AnswerFault(status: status, body: Array(body.utf8)) == refused(told, message, type))
    }

    private func refused(_ status: Int, _ message: String, _ type: String?) -> AnswerFault {
        .refused(AnswerFault.Refusal(status: status, message: message, type: type))
    }

    @Test(arguments: [
        (400, "Field 'n': Value must be between 1 <= value <= 2, but got 3", "n"),
        (500, "Failed to parse tools: x", "tools"),
        (500, "the current context does not support logits computation", "model"),
        (400, "Field '", nil), (400, "\"input\" must not be empty", nil),
    ])
    func `names the field that is to blame, where that is known`(_ status: Int, _ message: String, _ field: String?) {
        let body: JSON = ["error": ["message": .string(message), "code": .number(status)]]
        guard case .refused(let refusal) = AnswerFault(status: status, body: body.bytes) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.status == 400 && refusal.parameter == field)
    }

    @Test func `is told in other words where its own are those of a program`() {
        let body = #"{"error":{"code":500,"message":"vector::_M_range_check: __n (which is 300) >= this->size()"}}"#
        guard case .refused(let refusal) = AnswerFault(status: 500, body: Array(body.utf8)) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.status == 400 && refusal.parameter == "tokens" && !refusal.message.contains("vector"))
    }
}
