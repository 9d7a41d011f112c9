/// What Paddock knows of one option of llama-server.
///
/// The facts themselves stand in `ServerFlag+Table.swift`.
struct ServerFlag: Hashable, Sendable {
    /// What entries of the option merge under: options with the same key replace one another.
    let key: String
    /// How many words follow the option.
    let arity: ClosedRange<Int>
    /// How the items of repeated entries are told apart; `nil` when a later entry replaces an earlier one.
    var accumulation: Accumulation?
    /// Whether only the server may set it, because it decides what the child is.
    var isReserved = false

    /// What makes two items of an accumulating option the same item.
    enum Accumulation: Hashable, Sendable {
        /// `name=type:value`, told apart by the name.
        case metadata
        /// `token+bias` or `token-bias`, told apart by the token.
        case tokenBias
        /// A file, with or without a scale, told apart by the file.
        case weightedFile
        /// `pattern=buffer`, told apart by the pattern; the first pattern that matches a tensor decides.
        case tensorPlacement
        /// A text, told apart by itself; `none` clears what came before it.
        case sequenceBreaker
        /// A text, told apart by itself.
        case text
    }

    /// The facts about an option as it is spelled on a command line, with hyphens.
    ///
    /// An option that is not in the table takes any number of words and is its own key.
    static func named(_ spelling: String) -> ServerFlag {
        table[spelling] ?? ServerFlag(key: spelling, arity: 0...Int.max)
    }
}
