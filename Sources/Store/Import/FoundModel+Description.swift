import Schema

extension FoundModel {
    /// How its weights are stored, as its header tells or else its name; `nil` when neither does.
    ///
    /// It may have to read past the tokenizer.
    package var quantization: String? {
        facts?.fileType ?? fileTypeOfWholeHeader ?? QuantizationLabel(in: stem)?.text
    }

    /// Words for people, in a fixed order.
    func tags(_ quantization: String?) -> [String] {
        var tags = [kind.rawValue]
        if projector?.sees == true { tags.append("vision") }
        if projector?.hears == true { tags.append("audio") }
        if facts?.isEmbedding == true { tags.append("embedding") }
        if quantization.map(QuantizationLabel.isQuantized) == true { tags.append("quantized") }
        if gibibytes >= 30 { tags.append("large") }
        if gibibytes <= 3 { tags.append("small") }
        if let family { tags.append(family) }
        if ["instruct", "chat"].contains(where: stem.lowercased().contains) { tags.append("instruct") }
        return tags
    }

    /// A line for people: `llama, 135M parameters, Q4_1, 93.8 MiB`.
    func sentence(_ quantization: String?) -> String {
        let parameters = facts?.sizeLabel.flatMap { Self.isPlain($0) ? "\($0) parameters" : nil }
        let abilities = [projector?.sees == true ? "vision" : nil, projector?.hears == true ? "audio" : nil]
        let words = [family, parameters, quantization, "\(ByteSize(size))"] + abilities
        return words.compactMap(\.self).joined(separator: ", ")
    }

    private var family: String? { ModelFamily.name(architecture: facts?.architecture, name: stem) }

    private var fileTypeOfWholeHeader: String? {
        guard facts != nil else { return nil }
        return try? GGUFHeader(path: path).fileType
    }

    /// Whether a text from a header is one of the short ones that it should be.
    private static func isPlain(_ text: String) -> Bool {
        let isShort = (1...16).contains(text.utf8.count)
        return isShort && text.utf8.allSatisfy { UInt8(ascii: "-")...UInt8(ascii: "z") ~= $0 }
    }
}
