/// The arguments of `server_args`, merged from their tiers: a pure function of the lists, the same on every run.
///
/// A key stands where it first appeared, whichever tier supplies its value; the stronger tier wins, within a tier the
/// later entry. Options that may be given several times accumulate item by item.
package struct ServerArguments: Hashable, Sendable {
    /// Where arguments come from, weakest first.
    package enum Tier: String, Hashable, Sendable, CustomStringConvertible {
        /// For every llama-server.
        case common
        /// For the chosen build of llama-server.
        case variant
        /// For one model.
        case alias

        package var description: String { rawValue }
    }

    /// What is in force, in the order of the command line.
    let entries: [Entry]
    /// A sentence for every word that could not be used.
    package let warnings: [String]

    /// The words for the command line, ready to be handed to a process without a shell.
    package var words: [String] { entries.flatMap(\.words) }

    /// Merges the three tiers of `models.yaml`.
    ///
    /// The strings of one tier are joined by a blank and read as one text, so a string may hold half an option or many.
    ///
    /// - Throws: ``ServerArgumentsError`` for a quote that is not closed, a lone `--`, or a known option with too few or
    ///   too many words.
    package init(common: [String], variant: [String], alias: [String]) throws(ServerArgumentsError) {
        try self.init(managed: [], common: common, variant: variant, config: [], alias: alias)
    }

    /// Merges the three tiers with what Paddock itself puts in.
    ///
    /// `managed` is weaker than the common tier, `config` the start of the alias tier.
    init(
        managed: [Entry],
        common: [String],
        variant: [String],
        config: [Entry],
        alias: [String]
    ) throws(ServerArgumentsError) {
        var warnings: [String] = []
        let tiers = [
            managed,
            try Self.entries(of: common, in: .common, &warnings),
            try Self.entries(of: variant, in: .variant, &warnings),
            config + (try Self.entries(of: alias, in: .alias, &warnings)),
        ]
        var merge = Merge()
        for tier in tiers { merge.add(tier) }
        self.entries = merge.entries
        self.warnings = warnings
    }
}
