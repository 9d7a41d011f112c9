package import Schema

/// Vectors as Ollama gives them: in the order of the texts, of length 1.
package struct OllamaVectors: Sendable {
    /// One for each text.
    package let vectors: [JSON]
    /// Tokens of all texts.
    package let tokenCount: Int

    /// Takes the child's answer; `nil` when it is none.
    ///
    /// - Parameters:
    ///   - answer: The answer of `/v1/embeddings`.
    ///   - count: How many texts there were.
    ///   - dimensions: How many numbers of each vector are wanted; `nil`, too few and too many mean all.
    package init?(_ answer: JSON, count: Int, dimensions: Int?) {
        guard let data = answer["data"]?.array, data.count == count else { return nil }
        let ordered = data.sorted { ($0["index"]?.int ?? 0) < ($1["index"]?.int ?? 0) }
        vectors = ordered.compactMap { $0["embedding"] }.map { VectorCut.cut($0, to: dimensions ?? 0) }
        tokenCount = answer["usage"]?["prompt_tokens"]?.int ?? 0
        guard vectors.count == count else { return nil }
    }
}
