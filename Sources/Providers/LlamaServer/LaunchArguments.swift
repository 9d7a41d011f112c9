/// The command line of one child.
///
/// It names the model, its file and the socket, then come the merged arguments, weakest first: our defaults, the common
/// tier, the variant's, the entry's `config`, the entry's own.
package struct LaunchArguments: Hashable, Sendable {
    /// The words behind the program's name.
    package let words: [String]
    /// A sentence for every word of `server_args` that was left out.
    package let warnings: [String]
    /// The file of the model.
    let modelPath: String
    /// The merged arguments that are among the words.
    let entries: [ServerArguments.Entry]

    /// Makes the command line.
    ///
    /// - Parameters:
    ///   - settings: What to run, and how.
    ///   - facts: What the program knows. A default of ours is left out where it knows no such option; what the entry
    ///     asks for never is.
    ///   - socketPath: Where the child shall listen; must end in `.sock`, at most 107 bytes.
    /// - Throws: ``ProviderFailure/invalidArguments(_:)`` when `server_args` cannot be understood.
    package init(
        _ settings: LlamaServerSettings,
        facts: BinaryFacts,
        socketPath: String
    ) throws(ProviderFailure) {
        let merged: ServerArguments
        do {
            merged = try ServerArguments(
                managed: settings.defaults(facts),
                common: settings.commonArguments,
                variant: settings.variantArguments,
                config: settings.config(facts),
                alias: settings.aliasArguments
            )
        } catch {
            throw .invalidArguments("\(error)")
        }
        let reserved = merged.entries.filter(\.flag.isReserved)
        modelPath = settings.modelPath
        entries = merged.entries.filter { !$0.flag.isReserved }
        words =
            ["--alias", settings.name, "--model", settings.modelPath, "--host", socketPath] + entries.flatMap(\.words)
        warnings =
            merged.warnings
            + reserved.map { "The server_args hold \($0.spelling), which only Paddock may set; it is ignored." }
    }
}
