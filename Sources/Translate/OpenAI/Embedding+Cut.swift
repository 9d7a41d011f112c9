package import Schema

extension OpenAI.EmbeddingAnswer {
    /// Takes the child's answer and cuts its vectors; `nil` when it is none.
    ///
    /// - Parameters:
    ///   - answer: The answer of `/v1/embeddings`, its numbers written as such.
    ///   - count: How many numbers of each vector to keep; all when they are no more.
    ///   - format: How to write them.
    package init?(cutting answer: JSON, to count: Int, as format: OpenAI.EncodingFormat) {
        guard var members = answer.object, let data = members["data"]?.array else { return nil }
        var vectors: [JSON] = []
        for entry in data {
            guard var entry = entry.object, let vector = entry["embedding"], vector.array != nil else { return nil }
            let kept = VectorCut.cut(vector, to: count)
            entry["embedding"] = format == .base64 ? .string(Self.base64(kept)) : kept
            if format == .base64 { entry["encoding_format"] = "base64" }
            vectors.append(.object(entry))
        }
        members["data"] = .array(vectors)
        self.init(members: members)
    }

    /// The numbers as little-endian 32-bit ones, in base64.
    private static func base64(_ vector: JSON) -> String {
        let bytes = (vector.array ?? []).flatMap { number in
            let bits = Float(number.double ?? 0).bitPattern
            return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        }
        return Base64.encode(bytes)
    }
}
