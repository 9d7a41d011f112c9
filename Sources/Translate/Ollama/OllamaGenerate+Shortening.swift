import Schema

extension Ollama.GenerateRequest {
    /// The tokens of a prompt that is too long without those behind the first few, such that the rest fits and leaves
    /// room for the answer.
    ///
    /// Source: Ollama, docs/modelfile.mdx, `num_keep`: the first 4 tokens stay, or as many as the request says; below 0
    /// all that fit. The very first one always does, for it may be the mark of a beginning.
    /// - Parameters:
    ///   - prompt: The tokens.
    ///   - limit: The context, in tokens.
    /// - Returns: The tokens that are left.
    package func shortened(_ prompt: [Int], within limit: Int) -> [Int] {
        let length = max(limit - self.options.room(within: limit), 2)
        guard prompt.count > length else { return prompt }
        let wish = self.options?.numKeep ?? 4
        let kept = wish < 0 || wish >= Double(length) ? length - 1 : max(Int(wish), 1)
        return Array(prompt.prefix(kept) + prompt.suffix(length - kept))
    }
}
