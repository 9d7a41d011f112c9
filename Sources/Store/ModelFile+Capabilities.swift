extension ModelFile {
    /// What a model can do, in the words of Ollama's API; the last one is ours.
    package enum Capability: String, Hashable, Sendable, CaseIterable {
        /// It continues text.
        case completion
        /// It calls tools.
        case tools
        /// It fills in the middle of a text.
        case insert
        /// It looks at pictures.
        case vision
        /// It listens.
        case audio
        /// It turns text into vectors, and does nothing else.
        case embedding
        /// It thinks before it answers.
        case thinking
        /// It puts documents in order, and does nothing else.
        case rerank
    }

    /// What it can do, as far as its files tell, in the order of the cases.
    ///
    /// Source: Ollama, `server/images.go`; marks for filling in as llama-server looks for them.
    package var capabilities: [Capability] { capabilities(withTemplate: nil) }

    /// What it can do when its conversations go by this template; `nil` means the one of its file.
    package func capabilities(withTemplate template: String?) -> [Capability] {
        if header.isReranking { return [.rerank] }
        if header.isEmbedding { return [.embedding] }
        return Capability.allCases.filter { capability in
            switch capability {
            case .completion: true
            case .tools: callsTools(template)
            case .insert: header.canFillIn
            case .vision: hasEncoder("vision")
            case .audio: hasEncoder("audio")
            case .embedding, .rerank: false
            case .thinking: thinks(template)
            }
        }
    }

    /// How many parameters it has, as Ollama prints it: `134.52M`, `7.6B`.
    package var parameterSize: String { Self.parameterSize(parameterCount) }

    /// Source: Ollama, `format/format.go`: two decimals for millions, one for billions, none when they would be zero.
    static func parameterSize(_ count: Int) -> String {
        switch count {
        case 1_000_000_000...: quotient(count, 1_000_000_000, decimals: 1) + "B"
        case 1_000_000...: quotient(count, 1_000_000, decimals: 2) + "M"
        case 1000...: quotient(count, 1000, decimals: 0) + "K"
        default: String(count)
        }
    }

    /// A quotient rounded to so many decimals, without any when it is whole.
    private static func quotient(_ count: Int, _ unit: Int, decimals: Int) -> String {
        guard decimals > 0, !count.isMultiple(of: unit) else {
            let (whole, rest) = count.quotientAndRemainder(dividingBy: unit)
            return String(rest >= unit - rest ? whole + 1 : whole)
        }
        let scale = decimals == 1 ? 10 : 100
        let step = unit / scale
        let (steps, rest) = count.quotientAndRemainder(dividingBy: step)
        let (whole, fraction) = (rest >= step - rest ? steps + 1 : steps).quotientAndRemainder(dividingBy: scale)
        let digits = String(fraction)
        return "\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
    }

    private func callsTools(_ template: String?) -> Bool {
        let own = [header.chatTemplate, header.metadata["tokenizer.chat_template.tool_use"]?.text]
        let templates = template.map { [$0] } ?? own
        return templates.compactMap(\.self).contains { $0.contains("tools") || $0.contains("tool_call") }
    }

    private func thinks(_ template: String?) -> Bool {
        guard let template = template ?? header.chatTemplate, template.contains("</think>") else { return false }
        // Templates that cut earlier thoughts off a conversation name the closing mark alone.
        return ["<think>", "split('</think>')", #"split("</think>")"#].contains { template.contains($0) }
    }

    /// Whether the model itself, or its projector, encodes this kind of input.
    private func hasEncoder(_ kind: String) -> Bool {
        if header.value("\(kind).block_count") != nil { return true }
        guard let projector else { return false }
        // A projector that says nothing of itself is one for pictures.
        return projector.metadata["clip.has_\(kind)_encoder"]?.bool ?? (kind == "vision")
    }
}
