/// The environment of a child: ours, less what would change how llama-server behaves.
///
/// Source: llama.cpp, `common/arg.cpp`: every option also reads a variable `LLAMA_ARG_…`; `LLAMA_SERVER_ROUTER_PORT`
/// even makes the process a child of llama-server's own router.
package struct ChildEnvironment: Hashable, Sendable {
    /// What the child gets.
    package let values: [String: String]
    /// The names that it does not get, sorted.
    package let removed: [String]

    /// Removes `LLAMA_…`, `AIP_…`, `HF_TOKEN` and the keys of this server's callers, and turns off the debugger that a crash would start.
    ///
    /// - Parameter ours: The variables of this process.
    package init(inheriting ours: [String: String]) {
        var values = ours
        removed = ours.keys.filter(Self.isForeign).sorted()
        for name in removed { values[name] = nil }
        // Where gdb is installed, a crash would otherwise take a second and write debugger noise.
        values["GGML_NO_BACKTRACE"] = "1"
        self.values = values
    }

    private static func isForeign(_ name: String) -> Bool {
        ["LLAMA_", "AIP_", "PADDOCK_KEY_"].contains(where: name.hasPrefix)
            || ["HF_TOKEN", "PADDOCK_API_KEY"].contains(name)
    }
}
