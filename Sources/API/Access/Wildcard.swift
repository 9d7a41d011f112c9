/// A text in which `*` stands for any text.
struct Wildcard: Hashable, Sendable {
    private let pattern: [UInt8]

    init(_ pattern: String) {
        self.pattern = Array(pattern.utf8)
    }

    /// Whether a text is what the pattern says, byte for byte.
    ///
    /// Compares from the front; after a mismatch the last `*` takes in one byte more.
    func fits(_ text: [UInt8]) -> Bool {
        let star = UInt8(ascii: "*")
        var (here, place) = (0, 0)
        var retry: (here: Int, place: Int)?
        while here < text.count {
            if place < pattern.count, pattern[place] == star {
                place += 1
                retry = (here, place)
            } else if place < pattern.count, pattern[place] == text[here] {
                here += 1
                place += 1
            } else if let last = retry {
                (here, place) = (last.here + 1, last.place)
                retry = (here, place)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == star }
    }
}
