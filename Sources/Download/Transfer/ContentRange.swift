/// Which bytes of a file an answer holds: `bytes 0-99/1000`.
///
/// Source: RFC 9110, section 14.4.
struct ContentRange: Hashable, Sendable {
    /// The bytes, from 0.
    let bytes: Range<Int>
    /// How long the whole file is.
    let total: Int

    /// Reads the field `Content-Range`; `nil` when it does not name both.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let parts = words[1].split(separator: "/")
        let ends = parts[0].split(separator: "-")
        guard parts.count == 2, ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]),
            let total = Int(parts[1]), first >= 0, first <= last, last < total
        else { return nil }
        bytes = first..<last + 1
        self.total = total
    }
}
