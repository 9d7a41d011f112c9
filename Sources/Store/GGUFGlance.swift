/// What stands in front of the tokenizer in a GGUF file: enough to tell what kind of file it is.
///
/// The tokenizer takes nearly all of a header, so looking at a thousand files this way is quick.
struct GGUFGlance: GGUFMetadata, Hashable, Sendable {
    let metadata: [String: GGUFValue]

    /// Reads the front of a file's header.
    ///
    /// - Throws: ``GGUFError`` when the file cannot be read or is no GGUF file.
    init(path: String) throws(GGUFError) {
        var reader = try GGUFReader(path: path)
        let opening = try GGUFOpening(&reader)
        var pairs = GGUFPairs()
        for _ in 0..<opening.pairCount {
            try pairs.read(&reader)
            guard pairs.values["tokenizer.ggml.model"] == nil else { break }
        }
        metadata = pairs.values
    }
}
