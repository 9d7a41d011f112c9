/// How much memory all models may take together.
package enum MemoryBudget: Hashable, Sendable {
    /// Most of what is free when the server starts.
    case automatic
    /// So much.
    case size(ByteSize)
    /// As much as they want.
    case unlimited
}

extension MemoryBudget: FieldValue {
    package static var rule: Rule {
        var text = TextRule()
        text.fault = { MemoryBudget(word: $0) == nil ? "must be auto, none, or a size such as 10GiB" : nil }
        return .either([.integer(1 ... .max), .text(text)])
    }

    package init?(json: JSON) {
        if let bytes = json.int {
            self = .size(ByteSize(bytes))
        } else if let word = json.string, let budget = MemoryBudget(word: word) {
            self = budget
        } else {
            return nil
        }
    }

    private init?(word: String) {
        switch word {
        case "auto": self = .automatic
        case "none": self = .unlimited
        default:
            guard let size = ByteSize(parsing: word), size.bytes > 0 else { return nil }
            self = .size(size)
        }
    }

    package var json: JSON {
        switch self {
        case .automatic: "auto"
        case .unlimited: "none"
        case .size(let size): size.json
        }
    }
}
