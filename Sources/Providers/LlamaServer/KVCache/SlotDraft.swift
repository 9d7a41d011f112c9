/// A slot that a child has saved, not yet looked at.
struct SlotDraft: Hashable, Sendable {
    /// A name that no other file has had: 16 hex digits.
    let id: String
    let recipe: KVRecipe
    /// How many bytes the child says it wrote.
    var byteCount = 0
    /// How many tokens the child says the slot held.
    var tokenCount = 0
    /// The openings of the requests that the child was sent.
    var openings: [OpeningKey] = []
    /// The conversations that this one may go on from, and how many of their tokens were of use.
    var ancestors: [Ancestor] = []

    /// A conversation that was brought back into the child.
    struct Ancestor: Hashable, Sendable {
        let id: String
        /// The first tokens of it that a request had in common with it.
        let tokens: [Int32]
    }

    init(of recipe: KVRecipe) {
        id = UInt64.random(in: .min ... .max).hexDigits
        self.recipe = recipe
    }

    /// The name under which the child writes it.
    var fileName: String { "\(id).part" }
}
