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
