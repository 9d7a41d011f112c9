/// Comparing the tokens of conversations from their start.
enum TokenPrefix {
    /// How many tokens two conversations share from their start.
    static func shared(_ one: [Int32], _ other: [Int32]) -> Int {
        var count = 0
        let end = min(one.count, other.count)
        while count < end, one[count] == other[count] { count += 1 }
        return count
    }

    /// The XXH64 of the first tokens, so that a manifest can tell how a conversation starts.
    static func checksum(_ tokens: [Int32], _ count: Int) -> UInt64 {
        tokens[..<count].map(\.littleEndian).withUnsafeBytes(XXHash64.hash(of:))
    }
}
