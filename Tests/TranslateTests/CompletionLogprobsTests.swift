import Schema
import Testing
import Translate

@Suite struct `Likelihoods of a continued text` {
    private static func event(_ tokens: (String, Double)...) -> JSONObject {
        let content = tokens.map { token, likelihood -> JSON in
            let one: JSON = ["token": .string(token), "logprob": .number(likelihood)]
            return ["token": .string(token), "logprob": .number(likelihood), "top_logprobs": [one]]
        }
        return ["choices": [["index": 0, "text": "", "logprobs": ["content": .array(content)]]], "id": "c"]
    }

    @Test func `are told in OpenAI's older form, with places that go on from event to event`() throws {
        var respelling = CompletionRespelling(of: try #require(OpenAI.Prompt(json: "Où")))
        let first = respelling.respelled(Self.event((" é", -0.5), ("t", -1)))["choices"]?[0]?["logprobs"]
        #expect(first?["tokens"] == [" é", "t"] && first?["token_logprobs"] == [-0.5, -1])
        #expect(first?["top_logprobs"]?[1] == ["t": -1])
        #expect(first?["text_offset"] == [2, 4])
        let second = respelling.respelled(Self.event(("!", 0)))["choices"]?[0]?["logprobs"]
        #expect(second?["text_offset"] == [5])
    }

    @Test func `change nothing where there are none`() throws {
        var respelling = CompletionRespelling(of: try #require(OpenAI.Prompt(json: [1, 2])))
        let plain: JSONObject = ["choices": [["index": 0, "text": "a", "logprobs": .null]]]
        #expect(respelling.respelled(plain) == .object(plain))
        #expect(respelling.respelled(["model": "m"]) == ["model": "m"])
    }
}
