import Schema

extension Ollama.ChatRequest {
    /// The conversation without its oldest messages; when only what has to stay is left, without the beginning of the
    /// last message.
    ///
    /// So much is left out that, by its length in bytes, the rest should fit and leave room for the answer.
    /// - Parameter tokens: How long the conversation is, and how long it may be.
    /// - Returns: The shorter one; `nil` when the instructions alone are too long.
    package func shortened(by tokens: AnswerFault.Refusal.Tokens) -> Ollama.ChatRequest? {
        let lengths = self.messages.map { $0.json.bytes.count }
        let whole = lengths.reduce(0, +)
        let surplus = whole - whole * (tokens.limit - self.options.room(within: tokens.limit)) / max(tokens.needed, 1)
        return withoutOldest(surplus, lengths) ?? withShorterEnd(surplus)
    }

    /// The conversation without so many bytes of old messages, at least one; `nil` when there are none that may leave.
    private func withoutOldest(_ surplus: Int, _ lengths: [Int]) -> Ollama.ChatRequest? {
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

    /// The conversation whose last message lacks its first bytes; `nil` when nothing would be left of it, or when it shows
    /// pictures, whose length says nothing about their tokens.
    private func withShorterEnd(_ surplus: Int) -> Ollama.ChatRequest? {
        guard var last = self.messages.last, last.images?.isEmpty != false, let text = last.content?.json.string else {
            return nil
        }
        // A guess that was too low must not be made again and again.
        let cut = max(surplus, text.utf8.count / 8, 1)
        let rest = text.utf8.dropFirst(cut).drop { $0 & 0xC0 == 0x80 }
        guard !rest.isEmpty else { return nil }
        var request = self
        last.content = OpenAI.Content(json: .string(String(Substring(rest))))
        request.messages[request.messages.count - 1] = last
        return request
    }
}
