/// What lies on the shelf; pure.
struct KVIndex: Sendable {
    private var byRecipe: [KVRecipe: [SavedConversation]] = [:]
    /// How well bringing back has worked.
    private(set) var verdicts: [KVRecipe: KVVerdict] = [:]
    /// Conversations that are being brought back now: they stay.
    private var inUse: [String: Int] = [:]

    /// Everything, in no order.
    var all: [SavedConversation] { byRecipe.values.flatMap(\.self) }

    /// The bytes of all slot files.
    var byteCount: Int { byRecipe.values.joined().reduce(0) { $0 + $1.byteCount } }

    /// Whether there is any conversation of a recipe.
    func holds(_ recipe: KVRecipe) -> Bool { byRecipe[recipe] != nil }

    /// The conversations of a recipe, used last first.
    func conversations(of recipe: KVRecipe) -> [SavedConversation] {
        (byRecipe[recipe] ?? []).sorted { $0.used > $1.used }
    }

    /// The conversations of a recipe that may have this opening, used last first.
    func conversations(of recipe: KVRecipe, opening: OpeningKey) -> [SavedConversation] {
        // Most questions are about a recipe without a file, or without one of this opening.
        guard let shelved = byRecipe[recipe], shelved.contains(where: { $0.openings.contains(opening) }) else {
            return []
        }
        return shelved.filter { $0.openings.contains(opening) }.sorted { $0.used > $1.used }
    }

    /// A conversation by its name; `nil` when it is gone.
    subscript(id: String) -> SavedConversation? {
        byRecipe.values.joined().first { $0.id == id }
    }

    mutating func add(_ conversation: SavedConversation) {
        byRecipe[conversation.recipe, default: []].append(conversation)
    }

    mutating func remove(_ conversation: SavedConversation) {
        byRecipe[conversation.recipe]?.removeAll { $0.id == conversation.id }
        if byRecipe[conversation.recipe]?.isEmpty == true { byRecipe[conversation.recipe] = nil }
    }

    /// Notes that a conversation was used; returns it as it is now, or `nil` when it is gone.
    mutating func touch(_ id: String, at moment: Duration) -> SavedConversation? {
        guard var conversation = self[id] else { return nil }
        remove(conversation)
        conversation.used = max(moment, conversation.used)
        add(conversation)
        return conversation
    }

    mutating func hold(_ id: String) { inUse[id, default: 0] += 1 }

    mutating func release(_ id: String) {
        inUse[id, default: 1] -= 1
        if inUse[id] == 0 { inUse[id] = nil }
    }

    /// The conversations that a new one makes worthless: those that it starts with, and those that it continues.
    ///
    /// - Parameters:
    ///   - new: The new one.
    ///   - tokens: Its tokens.
    ///   - continued: The conversations brought back that it starts like. One is continued if it was of use nearly to
    ///     its end: a template may write the last answer differently the next time.
    /// - Returns: Those that nobody is reading.
    func superseded(
        by new: SavedConversation,
        _ tokens: [Int32],
        continued: [SlotDraft.Ancestor] = []
    ) -> [SavedConversation] {
        (byRecipe[new.recipe] ?? []).filter { old in
            guard old.id != new.id, inUse[old.id] == nil else { return false }
            if let ancestor = continued.first(where: { $0.id == old.id }),
                ancestor.tokens.count * 4 >= old.tokenCount * 3
            {
                return true
            }
            return old.tokenCount <= tokens.count
                && TokenPrefix.checksum(tokens, old.tokenCount) == old.tokenChecksum
        }
    }

    /// The conversations to remove so that the rest fits, used longest ago first.
    func surplus(over limit: Int) -> [SavedConversation] {
        var excess = byteCount - limit
        var surplus: [SavedConversation] = []
        for conversation in all.sorted(by: { $0.used < $1.used }) where inUse[conversation.id] == nil {
            guard excess > 0 else { break }
            surplus.append(conversation)
            excess -= conversation.byteCount
        }
        return surplus
    }

    /// Notes how a conversation that was brought back served.
    mutating func judge(_ recipe: KVRecipe, helped: Bool) {
        verdicts[recipe, default: KVVerdict()].add(helped: helped)
    }

    mutating func restore(_ verdict: KVVerdict, of recipe: KVRecipe) {
        verdicts[recipe] = verdict
    }
}

/// How often bringing back has helped the models of a recipe.
///
/// Where the state is more than a cache of keys and values (recurrent and hybrid models), a child accepts a file and
/// computes the prompt again all the same.
struct KVVerdict: Hashable, Sendable {
    private(set) var helped = 0
    private(set) var missed = 0

    /// Whether it never helps, so that nothing need be saved.
    var isFutile: Bool { helped == 0 && missed >= 2 }

    mutating func add(helped: Bool) {
        if helped { self.helped += 1 } else { missed += 1 }
    }
}
