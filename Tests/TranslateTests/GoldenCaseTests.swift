import Foundation
import Schema
import Testing
import Translate

@Suite struct `Golden cases` {
    /// The whole at once, and byte by byte.
    private static let sizes = [Int.max >> 1, 1]

    @Test func `are there for every theme`() {
        for theme in ["requests", "lines", "answers", "collected"] { #expect(!Case.all(theme).isEmpty, "\(theme)") }
    }

    @Test(arguments: Case.all("requests"))
    func `put Ollama's requests into llama-server's words`(_ example: Case) throws {
        #expect(try asked(example.input) == example.expected)
    }

    @Test(arguments: Case.all("lines"), sizes)
    func `make Ollama's lines from a stream`(_ example: Case, _ size: Int) {
        let said = transcript(of: example.input, inPiecesOf: size, by: OllamaStream(model: "tiny", topLogprobs: 1))
        #expect(said == example.expected)
    }

    @Test(arguments: Case.all("answers"), sizes)
    func `make one answer of Ollama's from a stream`(_ example: Case, _ size: Int) {
        let said = transcript(of: example.input, inPiecesOf: size, by: OllamaAggregate(model: "tiny"))
        #expect(said == example.expected)
    }

    /// What llama-server is asked, or why it is not.
    private func asked(_ text: String) throws -> String {
        let violations = try Array(text.utf8).withUnsafeBytes {
            try Checker($0, against: Ollama.ChatRequest.rule).violations
        }
        guard violations.isEmpty else { return refusal(violations) }
        let request = Ollama.ChatRequest(members: try JSON(parsing: text).object ?? [:])
        do {
            return try OpenAI.ChatRequest(translating: request).json.text
        } catch {
            return refusal([error.violation])
        }
    }

    private func refusal(_ violations: [Violation]) -> String {
        violations.map { "refused: \($0)" + ($0.sentence.map { " (\($0))" } ?? "") }.joined(separator: "\n")
    }

    /// What a translator writes, and behind it the fault that it ends with.
    private func transcript(of stream: String, inPiecesOf size: Int, by translator: some AnswerTranslator) -> String {
        var translator = translator
        var out: [UInt8] = []
        do throws(AnswerFault) {
            try events(of: stream + "\n", inPiecesOf: size) { (event) throws(AnswerFault) in
                try translator.take(event, clock: StillClock(), to: &out)
            }
            try translator.finish(clock: StillClock(), to: &out)
        } catch {
            out += Array(fault(error).utf8)
        }
        return String(decoding: out, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    private func fault(_ fault: AnswerFault) -> String {
        switch fault {
        case .connectionLost: "fault: connection lost"
        case .refused(let refusal): "fault: \(refusal.status) \(refusal.type ?? "of no type"): \(refusal.message)"
        }
    }
}
