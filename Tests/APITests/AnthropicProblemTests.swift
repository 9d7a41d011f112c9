import Schema
import Testing

@testable import API

@Suite struct `Problems in Anthropic's words` {
    @Test func `have Anthropic's shape, and the request's name where it has one`() {
        let problem = Problem.unknownModel("orchid", known: [])
        #expect(
            problem.body(in: .anthropic) == [
                "type": "error", "error": ["type": "not_found_error", "message": .string(problem.message)],
            ]
        )
        #expect(problem.body(in: .anthropic, requestID: "req_1")["request_id"] == "req_1")
    }

    @Test(arguments: [
        (Problem.Code.missingField, 400, "invalid_request_error"),
        (.contextLengthExceeded, 400, "invalid_request_error"),
        (.invalidAPIKey, 401, "authentication_error"), (.permissionDenied, 403, "permission_error"),
        (.forbidden, 403, "permission_error"), (.modelNotFound, 404, "not_found_error"),
        (.payloadTooLarge, 413, "request_too_large"), (.modelOverloaded, 529, "overloaded_error"),
        (.modelLoadFailed, 500, "api_error"), (.childFailed, 502, "api_error"), (.allModelsPinned, 503, "api_error"),
        (.modelLoadTimeout, 504, "timeout_error"),
    ])
    func `have the status and the type that the client makes its error of`(
        _ code: Problem.Code,
        _ status: Int,
        _ type: String
    ) {
        let problem = Problem(code, "No.")
        #expect(problem.status(in: .anthropic) == status)
        #expect(problem.body(in: .anthropic)["error"]?["type"]?.string == type)
    }

    @Test func `keep their status for everybody else`() {
        for code in Problem.Code.allCases {
            #expect(Problem(code, "No.").status(in: .openAI) == code.status)
            #expect(Problem(code, "No.").status(in: .ollama) == code.status)
        }
    }

    @Test func `end a stream with an event of their own`() {
        let end = String(decoding: Problem(.childFailed, "Gone.").streamEnd(in: .anthropic), as: UTF8.self)
        #expect(
            end == """
                event: error
                data: {"type":"error","error":{"type":"api_error","message":"Gone."}}


                """
        )
    }
}
