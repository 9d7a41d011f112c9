import Schema
import Testing
import Translate

@Suite struct `Shapes of the dialects` {
    private static let rules: [ShapeRule] = [
        OpenAI.ChatRequest.shapeRule, OpenAI.ChatAnswer.shapeRule, OpenAI.ChatChunk.shapeRule,
        OpenAI.EmbeddingRequest.shapeRule, OpenAI.EmbeddingAnswer.shapeRule, OpenAI.ModelEntry.shapeRule,
        OpenAI.ModelList.shapeRule, OpenAI.ErrorBody.shapeRule, OpenAI.ResponseRequest.shapeRule,
        OpenAI.Response.shapeRule, OpenAI.ResponseEvent.shapeRule, OpenAI.CompletionRequest.shapeRule,
        OpenAI.CompletionAnswer.shapeRule, OpenAI.ChatForm.shapeRule, OpenAI.TranscriptionForm.shapeRule,
        OpenAI.TranscriptionAnswer.shapeRule, OpenAI.TranscriptionEvent.shapeRule, OpenAI.RerankRequest.shapeRule,
        OpenAI.RerankAnswer.shapeRule, LlamaCpp.CompletionRequest.shapeRule, LlamaCpp.InfillRequest.shapeRule,
        LlamaCpp.CompletionAnswer.shapeRule, LlamaCpp.TokenizeRequest.shapeRule, LlamaCpp.TokenizeAnswer.shapeRule,
        LlamaCpp.DetokenizeRequest.shapeRule, LlamaCpp.DetokenizeAnswer.shapeRule, LlamaCpp.TemplateAnswer.shapeRule,
        LlamaCpp.ModelQuery.shapeRule, LlamaCpp.Properties.shapeRule, Ollama.ChatRequest.shapeRule,
        Ollama.ChatAnswer.shapeRule,
        Ollama.TagsAnswer.shapeRule, Ollama.RunningAnswer.shapeRule, Ollama.VersionAnswer.shapeRule,
        Ollama.ErrorBody.shapeRule,
        Anthropic.MessagesRequest.shapeRule, Anthropic.MessagesAnswer.shapeRule, Anthropic.StreamEvent.shapeRule,
        Anthropic.CountRequest.shapeRule, Anthropic.CountAnswer.shapeRule, Anthropic.ModelList.shapeRule,
        Anthropic.ErrorBody.shapeRule,
    ]

    /// The shapes themselves and those of their fields.
    private func reachable(_ rule: Rule) -> [ShapeRule] {
        switch rule {
        case .shape(let shape): [shape] + shape.fields.flatMap { reachable($0.rule) }
        case .list(let element, _), .map(let element): reachable(element)
        case .either(let rules): rules.flatMap(reachable)
        case .any, .constant, .bool, .integer, .number, .text: []
        }
    }

    @Test func `have a sentence for every field, and no key twice`() {
        for shape in Self.rules.flatMap({ reachable(.shape($0)) }) {
            #expect(shape.summary.hasSuffix("."), "\(shape.name)")
            #expect(Set(shape.fields.map(\.key)).count == shape.fields.count, "\(shape.name)")
            for field in shape.fields { #expect(field.summary.hasSuffix("."), "\(shape.name).\(field.key)") }
        }
    }

    @Test func `have examples that follow them`() throws {
        for shape in Self.rules.flatMap({ reachable(.shape($0)) }) {
            guard let example = shape.example else { continue }
            let violations = try example.bytes.withUnsafeBytes { try Checker($0, against: .shape(shape)).violations }
            #expect(violations.isEmpty, "\(shape.name)")
        }
    }
}
