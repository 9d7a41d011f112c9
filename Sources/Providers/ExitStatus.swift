/// How a child process ended.
package enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
    /// It returned this code; 0 means success.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)

    /// A phrase for a sentence: `exit status 1`, `signal 9 (SIGKILL)`.
    package var description: String {
        switch self {
        case .exited(let code): "exit status \(code)"
        case .signalled(let number): "signal \(number) (\(Self.name(ofSignal: number)))"
        }
    }

    /// What usually helps after such an end; `nil` when the status alone tells nothing.
    package var hint: String? {
        switch self {
        case .signalled(4): "this llama-server was built for another processor; build it here with `make llama-server`"
        case .signalled(9): "the kernel kills a process like this when memory runs out"
        case .signalled(6): "a failed assertion, often memory that could not be had or a damaged file"
        default: nil
        }
    }

    private static func name(ofSignal number: Int32) -> String {
        switch number {
        case 1: "SIGHUP"
        case 2: "SIGINT"
        case 3: "SIGQUIT"
        case 4: "SIGILL"
        case 5: "SIGTRAP"
        case 6: "SIGABRT"
        case 7: "SIGBUS"
        case 8: "SIGFPE"
        case 9: "SIGKILL"
        case 11: "SIGSEGV"
        case 13: "SIGPIPE"
        case 15: "SIGTERM"
        default: "unnamed"
        }
    }
}
