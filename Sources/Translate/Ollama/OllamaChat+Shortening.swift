import Schema

extension Ollama.ChatRequest {
    /// The conversation without its oldest messages; `nil` when only what has to stay is left.
    ///
    /// So many are left out that, by their length in bytes, the rest should fit and leave room for the answer; at least
    /// one.
    /// - Parameter tokens: How long the conversation is, and how long it may be.
    /// - Returns: The shorter one.
    package func shortened(by tokens: AnswerFault.Refusal.Tokens) -> Ollama.ChatRequest? {
        let lengths = self.messages.map { $0.json.bytes.count }
        let whole = lengths.reduce(0, +)
        let surplus = whole - whole * (tokens.limit - room(within: tokens.limit)) / max(tokens.needed, 1)
        var dropped: Set<Int> = []
        var length = 0
        for (index, message) in self.messages.enumerated().dropLast() where message.role.lowercased() != "system" {
            // An answer to a question that is gone, or of a tool that nobody called, makes no sense.
            let isOrphan = dropped.contains(index - 1) && ["assistant", "tool"].contains(message.role.lowercased())
            guard length < surplus || dropped.isEmpty || isOrphan else { break }
            dropped.insert(index)
            length += lengths[index]
        }
        guard !dropped.isEmpty else { return nil }
        var request = self
        request.messages = self.messages.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
        return request
    }

    /// The tokens that an answer needs: as many as the request says, but no more than a quarter of the context.
    private func room(within limit: Int) -> Int {
        let wish = self.options?.numPredict ?? 0
        return wish >= 1 && wish < Double(limit / 4) ? Int(wish) : limit / 4
    }
}
