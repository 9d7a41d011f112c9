/// The word in a file's name that tells how its weights are stored, such as `Q4_K_M`.
struct QuantizationLabel: Hashable {
    /// The label, in capitals.
    let text: String
    /// The name without it and what separated it.
    let rest: String

    /// Finds the last label in a name; `nil` when it holds none.
    init?(in name: String) {
        let bytes = Array(name.utf8)
        let capitals = bytes.map { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 ? $0 - 32 : $0 }
        // Of labels that end at one place the longest counts: Q4_K_M and not Q4.
        let range = Self.known.compactMap { Self.lastRange(of: $0, in: capitals) }
            .max { ($0.upperBound, $0.count) < ($1.upperBound, $1.count) }
        guard let range else { return nil }
        text = String(decoding: capitals[range], as: UTF8.self)
        let parts = [bytes[..<range.lowerBound], bytes[range.upperBound...]].map { String(decoding: $0, as: UTF8.self) }
        rest = parts.map(\.trimmingSeparators).filter { !$0.isEmpty }.joined(separator: "-").lowercased()
    }

    /// Whether the weights have fewer bits than they were trained with.
    static func isQuantized(_ label: String) -> Bool { !["F64", "F32", "FP32", "F16", "FP16", "BF16"].contains(label) }

    /// Those of llama.cpp, those that were given up, and the short ones that only names use.
    private static let known: [[UInt8]] =
        [
            "F64", "FP16", "FP32", "Q8_K", "Q3_K", "Q4_K", "Q5_K", "Q4_0_4_4", "Q4_0_4_8", "Q4_0_8_8", "Q2_K_L",
            "Q2_K_XL",
            "Q3_K_XL", "Q4_K_L", "Q4_K_XL", "Q5_K_L", "Q5_K_XL", "Q6_K_L", "Q6_K_XL", "Q8_K_XL", "MXFP4_MOE", "Q4",
            "Q5",
            "Q6", "Q8",
        ].map { Array($0.utf8) } + fileTypes.values.map { Array($0.utf8) }

    /// Where a label stands last as a word of its own.
    private static func lastRange(of label: [UInt8], in bytes: [UInt8]) -> Range<Int>? {
        guard bytes.count >= label.count else { return nil }
        return (0...bytes.count - label.count).reversed().lazy.map { $0..<$0 + label.count }.first { range in
            bytes[range].elementsEqual(label) && (range.lowerBound == 0 || isSeparator(bytes[range.lowerBound - 1]))
                && (range.upperBound == bytes.count || isSeparator(bytes[range.upperBound]))
        }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { separators.utf8.contains(byte) }
}

private let separators = "-._ "

extension StringProtocol {
    /// Without the characters at its ends that separate the words of a file's name.
    var trimmingSeparators: String {
        var text = drop { separators.contains($0) }
        while let last = text.last, separators.contains(last) { text.removeLast() }
        return String(text)
    }
}
