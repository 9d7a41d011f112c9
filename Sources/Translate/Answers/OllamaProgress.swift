import Schema

/// How far the child's stream has come: its end, its counts, and its tokens where they are wanted.
struct OllamaProgress: Sendable {
    private let source: AnswerSource
    private(set) var ending = OllamaEnding()
    private var tokens: [Int] = []

    init(_ source: AnswerSource) {
        self.source = source
        if case .completion(let prompt?) = source { tokens = prompt }
    }

    /// Takes an event; returns the choices that it holds, as a chat's stream has them.
    mutating func take(_ event: UnsafeRawBufferPointer) throws(AnswerFault) -> [JSON] {
        let chunk: JSONObject
        switch source {
        case .chat:
            guard case .chunk(let event) = try ChatEvent(event) else {
                ending.takeDone()
                return []
            }
            chunk = event
        case .completion:
            let event = try CompletionEvent(event)
            tokens += event.tokens
            if event.isLast { ending.takeDone() }
            chunk = event.chunk
        }
        ending.take(chunk)
        return chunk["choices"]?.array ?? []
    }

    /// Writes the reason, the times and the counts, and the tokens of prompt and answer if they are wanted.
    func write(to answer: inout Ollama.ChatAnswer, _ clock: some AnswerClock) {
        ending.write(to: &answer, clock)
        guard case .completion(_?) = source else { return }
        answer.members["context"] = .array(tokens.map { .number($0) })
    }
}
