extension ServerArguments {
    /// One item of an accumulating option: an entry of its own, because old builds accept no lists.
    struct Item {
        let entry: Entry
        /// Items with the same sub-key replace one another.
        let subkey: String
        /// The strength of its tier.
        let rank: Int
    }

    /// The items that an entry of a tier adds.
    static func items(of entry: Entry, by accumulation: ServerFlag.Accumulation, rank: Int) -> [Item] {
        let value = entry.values[0]
        if entry.values.count > 1 { return [Item(entry: entry, subkey: value, rank: rank)] }
        let isScaled = entry.spelling.hasSuffix("-scaled")
        return pieces(of: value, by: accumulation).map { piece in
            let subkey =
                switch accumulation {
                case .metadata: piece.prefix { $0 != "=" }
                case .tokenBias: piece.prefix { $0 != "+" && $0 != "-" }
                case .weightedFile: isScaled ? front(of: piece, beforeLast: ":") : piece
                case .tensorPlacement: front(of: piece, beforeLast: "=")
                case .sequenceBreaker, .text: piece
                }
            return Item(entry: Entry(entry.spelling, String(piece)), subkey: String(subkey), rank: rank)
        }
    }

    /// The pieces of a value that is a comma list; a value that cannot be one stays whole.
    private static func pieces(of value: String, by accumulation: ServerFlag.Accumulation) -> [Substring] {
        let pieces = value.split(separator: ",", omittingEmptySubsequences: false)
        let isList =
            switch accumulation {
            case .metadata: pieces.allSatisfy(isMetadata)
            case .tensorPlacement: pieces.allSatisfy { $0.contains("=") }
            // Quotes inside a list of files protect a comma in a name.
            case .weightedFile: !value.contains("\"")
            case .tokenBias, .sequenceBreaker, .text: false
            }
        return isList ? pieces : [value[...]]
    }

    /// Whether a piece looks like `name=type:value`.
    private static func isMetadata(_ piece: Substring) -> Bool {
        guard let sign = piece.firstIndex(of: "="), sign > piece.startIndex else { return false }
        let typed = piece[sign...].dropFirst()
        return ["int:", "float:", "bool:", "str:"].contains { typed.hasPrefix($0) }
    }

    private static func front(of piece: Substring, beforeLast separator: Character) -> Substring {
        piece.lastIndex(of: separator).map { piece[..<$0] } ?? piece
    }
}
