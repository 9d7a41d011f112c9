/// Why the arguments of `server_args` cannot be understood.
package enum ServerArgumentsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A quotation is never closed; `text` is the rest of the tier from its opening quote.
    case unclosedQuote(ServerArguments.Tier, text: String)
    /// A lone `--` stands between the words.
    case bareDashes(ServerArguments.Tier)
    /// A known option got too few or too many words.
    case wrongCount(ServerArguments.Tier, flag: String, takes: ClosedRange<Int>, given: [String])

    /// A sentence that names the tier, the option and the word.
    package var description: String {
        switch self {
        case .unclosedQuote(let tier, let text):
            "The \(tier) server_args have a quote that is not closed: \(text)."
        case .bareDashes(let tier):
            "The \(tier) server_args hold a lone --, which llama-server does not know."
        case .wrongCount(let tier, let flag, let takes, let given):
            "In the \(tier) server_args, \(flag) takes \(Self.phrase(takes)), but \(Self.phrase(given))."
        }
    }

    private static func phrase(_ arity: ClosedRange<Int>) -> String {
        let names = ["no value", "one value", "two values"]
        return switch arity {
        case 0...1: "at most one value"
        case 1...2: "one or two values"
        default: names[min(arity.lowerBound, 2)]
        }
    }

    private static func phrase(_ words: [String]) -> String {
        words.isEmpty ? "none follows" : "is followed by " + words.map { "'\($0)'" }.joined(separator: " ")
    }
}
