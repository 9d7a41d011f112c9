/// The name of one part of a split model: `qwen-00002-of-00004.gguf`.
package struct SplitName: Hashable, Sendable {
    /// The path up to the numbers, `qwen` in the example; all parts share it.
    package let prefix: String
    /// Which part it is, from 1.
    package let number: Int
    /// How many parts there are.
    package let total: Int

    /// Reads a path; `nil` when it names no part of a set.
    package init?(path: String) {
        var words = path.split(separator: "-", omittingEmptySubsequences: false)
        guard let last = words.popLast(), words.popLast() == "of", let middle = words.popLast(), !words.isEmpty,
            last.lowercased().hasSuffix(".gguf"),
            let total = Self.number(last.dropLast(".gguf".count)), let number = Self.number(middle),
            1...total ~= number
        else { return nil }
        self.prefix = words.joined(separator: "-")
        self.number = number
        self.total = total
        ending = String(last.suffix(".gguf".count))
    }

    /// The paths of all parts, in order.
    package var paths: [String] {
        (1...total).map { "\(prefix)-\(Self.digits($0))-of-\(Self.digits(total))\(ending)" }
    }

    /// `.gguf`, in any case.
    private let ending: String

    private static func number(_ digits: Substring) -> Int? {
        guard digits.utf8.count == 5, digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let number = Int(digits), number > 0
        else { return nil }
        return number
    }

    private static func digits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 5 - digits.count) + digits
    }
}
