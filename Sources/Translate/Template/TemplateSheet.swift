/// A text that grows up to a limit.
struct TemplateSheet: Sendable {
    private var bytes: [UInt8] = []

    /// The longest text, in bytes; no request is longer.
    static let sizeLimit = 64 << 20

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds to the end.
    ///
    /// - Throws: ``TemplateFault`` when the whole becomes too long.
    mutating func append(_ text: String, _ line: Int) throws(TemplateFault) {
        guard bytes.count + text.utf8.count <= Self.sizeLimit else {
            throw TemplateFault(line: line, sentence: "the text becomes longer than \(Self.sizeLimit) bytes")
        }
        bytes.append(contentsOf: text.utf8)
    }
}
