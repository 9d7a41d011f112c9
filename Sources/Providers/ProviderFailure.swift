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
    /// The child did not answer a probe for this long and was killed; `log` holds its last lines.
    case unresponsive(for: Duration, log: [String])
    /// The child had requests in hand, but neither answered nor computed for a minute, and was killed; `log` holds its
    /// last lines.
    case stalled(log: [String])
    /// The child did not take back a conversation that it had saved, and was killed for its cache may be damaged.
    case spoiled
    /// The model's file is there, but is not one that can be loaded.
    case fileUnusable(path: String, reason: String)
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
                + (advice.map { ". \($0)" } ?? "")
        case .timedOut(let after, let log):
            "it was still loading after \(after.components.seconds) s."
                + (log.last.map { " Its last line was: \($0)" } ?? "")
        case .unresponsive(let duration, let log):
            "its server did not answer for \(duration.components.seconds) s and was killed."
                + (log.last.map { " Its last line was: \($0)" } ?? "")
        case .stalled(let log):
            "its server neither answered nor computed for a minute and was killed."
                + (log.last.map { " Its last line was: \($0)" } ?? "")
        case .spoiled: "its server did not take back a saved conversation and was replaced."
        case .fileUnusable(let path, let reason): "'\(path)' cannot be used: \(reason)."
        case .notSpawned(let reason): "its process could not be created: \(reason)"
        }
    }
}

extension ProviderFailure {
    /// What the operator can do about it, as a sentence; `nil` when the words of the failure say it.
    private var advice: String? {
        guard case .exited(_, let cause, _) = self else { return nil }
        if isOutOfMemory { return "A smaller n_ctx, cache_type quantized or fewer loaded models take less memory." }
        if cause?.contains("argument") == true {
            return "Look at the server_args of the model and its variant."
        }
        return nil
    }

    /// Whether the model would perhaps start if there were more memory.
    package var isOutOfMemory: Bool {
        guard case .exited(let status, let cause, let log) = self else { return false }
        // The kernel kills with SIGKILL when memory runs out; nobody else kills a loading child.
        if status == .signalled(9) { return true }
        let lines = log + [cause].compactMap(\.self)
        return lines.contains { line in Self.memoryComplaints.contains { line.contains($0) } }
    }

    /// Source: llama.cpp, `ggml-backend.cpp`, `ggml-cuda.cu`, `llama-kv-cache.cpp`; the C++ library.
    private static let memoryComplaints = [
        "failed to allocate", "unable to allocate", "out of memory", "cudaMalloc failed", "bad_alloc",
    ]
}
