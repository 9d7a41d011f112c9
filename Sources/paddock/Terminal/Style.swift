/// How a text looks on a terminal.
///
/// Source: ECMA-48, "Select graphic rendition".
enum Style: String {
    case grey = "\u{1B}[90m"
    case bold = "\u{1B}[1m"
    case plain = "\u{1B}[0m"

    /// The text in this style, and everything after it as usual.
    func applied(to text: String) -> String { rawValue + text + Self.plain.rawValue }
}

extension String {
    /// The text without what would steer a terminal; line breaks and tabs stay.
    ///
    /// What models write goes to people's terminals: it may look like anything, but do nothing.
    var harmless: String {
        guard unicodeScalars.contains(where: \.steers) else { return self }
        var kept = UnicodeScalarView()
        kept.append(contentsOf: unicodeScalars.lazy.filter { !$0.steers })
        return String(kept)
    }
}

extension Unicode.Scalar {
    fileprivate var steers: Bool {
        value < 0x20 ? self != "\n" && self != "\t" : 0x7F...0x9F ~= value
    }
}
