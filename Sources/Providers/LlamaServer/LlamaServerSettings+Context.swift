import Store

extension LlamaServerSettings {
    /// The tokens that one request can fill, its answer included; `nil` when nothing tells.
    ///
    /// It follows from the merged arguments alone, so no model has to run.
    /// Source: llama.cpp, `tools/server/server-context.cpp`: no request gets more than the model was trained for.
    package var contextOfRequest: Int? {
        guard let launch = try? LaunchArguments(self, facts: Self.usualFacts, socketPath: "") else { return nil }
        let context = launch.contextSettings
        guard context.tokens > 0 else { return trainedContextSize }
        let share = context.isUnified ? context.tokens : context.tokens / context.slots
        return min(share, trainedContextSize ?? share)
    }

    /// A build that knows the options that the size of a context depends on.
    private static let usualFacts = BinaryFacts(version: "", help: "-c N\n-np N\n-kvu")
}
