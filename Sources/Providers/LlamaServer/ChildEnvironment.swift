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
    /// - Parameters:
    ///   - ours: The variables of this process.
    ///   - sharesCores: Whether other models may compute at the same time. Then a thread that waits for the others of
    ///     its model gives its core away soon, unless `ours` says how it is to wait.
    package init(inheriting ours: [String: String], sharesCores: Bool) {
        var values = ours
        removed = ours.keys.filter(Self.isForeign).sorted()
        for name in removed { values[name] = nil }
        // Where gdb is installed, a crash would otherwise take a second and write debugger noise.
        values["GGML_NO_BACKTRACE"] = "1"
        if sharesCores, values["GOMP_SPINCOUNT"] == nil, values["OMP_WAIT_POLICY"] == nil {
            values["GOMP_SPINCOUNT"] = String(Self.sharedSpinCount)
        }
        self.values = values
    }

    /// How often a thread looks before it sleeps: some 10 µs, where libgomp by itself looks for 3 ms.
    ///
    /// Where it sees more threads than cores, libgomp takes 100, or this under the policy `active`; but it sees the threads
    /// of its own process alone. Measured in docs/decisions/0022.
    ///
    /// Source: GCC, `libgomp/env.c`.
    private static let sharedSpinCount = 1000

    private static func isForeign(_ name: String) -> Bool {
        ["LLAMA_", "AIP_", "PADDOCK_KEY_"].contains(where: name.hasPrefix)
            || ["HF_TOKEN", "PADDOCK_API_KEY"].contains(name)
    }
}
