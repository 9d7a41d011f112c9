import Schema
import Testing
import Translate

@Suite struct `A body with many mistakes` {
    /// What a body must be, by the first word of its case's name.
    private static let rules: [Substring: Rule] = [
        "chat": OpenAI.ChatRequest.rule, "response": OpenAI.ResponseRequest.rule,
        "completion": OpenAI.CompletionRequest.rule, "embedding": OpenAI.EmbeddingRequest.rule,
        "rerank": OpenAI.RerankRequest.rule, "message": Anthropic.MessagesRequest.rule,
        "native": LlamaCpp.CompletionRequest.rule, "infill": LlamaCpp.InfillRequest.rule,
        "tokenize": LlamaCpp.TokenizeRequest.rule, "detokenize": LlamaCpp.DetokenizeRequest.rule,
    ]

    @Test func `has a case for every request`() {
        #expect(Set(Case.all("mistakes").map(\.word)) == Set(Self.rules.keys))
    }

    @Test(arguments: Case.all("mistakes"))
    func `is told all of them at once, each with its place`(_ example: Case) throws {
        let rule = try #require(Self.rules[example.word])
        let told = try Array(example.input.utf8).withUnsafeBytes { try Checker($0, against: rule).violations }
        #expect(told.map(\.description).joined(separator: "\n") == example.expected)
    }
}

extension Case {
    fileprivate var word: Substring { name.prefix { $0 != "-" } }
}
