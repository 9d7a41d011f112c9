/// Why a model could not be run.
package enum ProviderFailure: Error, Hashable, Sendable {
    /// No program of this name or path can be executed; `searched` lists where it was looked for.
    case executableNotFound(String, searched: [String])
    /// The program is there, but did not answer when asked what it is.
    case executableUnusable(String, reason: String)
    /// The entry's model file, or its projector, is not there.
    case fileNotFound(path: String)
    /// The arguments of `server_args` cannot be understood.
    case invalidArguments(String)
    /// The child ended before it could be used; `cause` is its first error line, `log` holds its last lines.
    case exited(ExitStatus, cause: String?, log: [String])
    /// The child was still loading after this time; `log` holds its last lines.
    case timedOut(after: Duration, log: [String])
    /// The process could not be created.
    case notSpawned(reason: String)
}

extension ProviderFailure: CustomStringConvertible {
    /// What happened and what helps, as the second half of a sentence about the model.
    package var description: String {
        switch self {
        case .executableNotFound(let name, let searched):
            "there is no '\(name)' (looked in \(searched.joined(separator: ", "))). "
                + "Build one with `make llama-server`, or name it in models.yaml under variants."
        case .executableUnusable(let path, let reason): "'\(path)' does not work: \(reason)"
        case .fileNotFound(let path): "there is no file '\(path)'."
        case .invalidArguments(let reason): reason
        case .exited(let status, let cause, let log):
            "\(cause ?? log.last ?? "its server said nothing") [\(status)\(status.hint.map { " (\($0))" } ?? "")]"
        case .timedOut(let after, let log):
            "it was still loading after \(after.components.seconds) s."
                + (log.last.map { " Its last line was: \($0)" } ?? "")
        case .notSpawned(let reason): "its process could not be created: \(reason)"
        }
    }
}
