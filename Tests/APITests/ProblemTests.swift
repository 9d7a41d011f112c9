import Providers
import Router
import Schema
import Testing

@testable import API

@Suite struct `Problems` {
    @Test func `have the four keys of OpenAI, null where there is nothing`() {
        let body = Problem.unknownModel("orchid", known: ["fern", "moss"]).body(in: .openAI)
        #expect(body["error"]?.object?.keys == ["message", "type", "param", "code"])
        #expect(body["error"]?["message"]?.string == "No model is named 'orchid'. Known: fern, moss.")
        #expect(body["error"]?["code"] == "model_not_found")
        #expect(Problem(.shuttingDown, "No.").body(in: .openAI)["error"]?["param"] == .null)
    }

    @Test func `have the text that Ollama's clients look for`() {
        let problem = Problem.unknownModel("orchid", known: [])
        #expect(problem.body(in: .ollama) == ["error": "model 'orchid' not found"])
        #expect(problem.status == 404)
    }

    @Test func `carry the child's own reason, its end and a hint`() {
        let failure = ProviderFailure.exited(.signalled(4), cause: nil, log: ["warming up"])
        let problem = Problem(.failedToLoad("fern", failure))
        #expect(problem.status == 500)
        #expect(problem.message.contains("fern") && problem.message.contains("warming up"))
        #expect(problem.message.contains("SIGILL") && problem.message.contains("make llama-server"))
    }

    @Test func `tell when a further try makes sense`() {
        let problem = Problem(.queueFull(limit: 3, retryAfter: .milliseconds(1500)))
        #expect(problem.status == 503 && problem.retryAfter == 2)
    }

    @Test func `end a stream in its dialect's way`() {
        let problem = Problem(.childFailed, "Gone.")
        let events = String(decoding: problem.streamEnd(in: .openAI), as: UTF8.self)
        #expect(events.hasPrefix("data: {\"error\":") && events.hasSuffix("\n\ndata: [DONE]\n\n"))
        #expect(String(decoding: problem.streamEnd(in: .ollama), as: UTF8.self) == "{\"error\":\"Gone.\"}\n")
    }
}
