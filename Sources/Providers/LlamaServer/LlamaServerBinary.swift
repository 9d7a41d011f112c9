import Subprocess
import Synchronization
import SystemPackage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Finds the program.
package enum LlamaServerBinary {
    /// The path of a program that can be executed.
    ///
    /// - Parameter name: A path, or a name to look for on `PATH`; `nil` means `llama-server` on `PATH`, then the one
    ///   that `make llama-server` has built.
    /// - Returns: The path.
    /// - Throws: ``ProviderFailure/executableNotFound(_:searched:)``, or ``ProviderFailure/executableUnusable(_:reason:)``
    ///   when the path is that of something else.
    package static func find(_ name: String? = nil) throws(ProviderFailure) -> String {
        if let name, name.contains("/") {
            guard !isExecutable(name) else { return name }
            guard access(name, F_OK) == 0 else { throw .executableNotFound(name, searched: [name]) }
            let reason = FileObstacle.isFolder(name) ? "it is a folder." : "it may not be executed."
            throw .executableUnusable(name, reason: reason)
        }
        let folders = (environment("PATH") ?? "").split(separator: ":").map(String.init)
        var candidates = folders.map { "\($0)/\(name ?? "llama-server")" }
        if name == nil { candidates.append(built) }
        guard let path = candidates.first(where: isExecutable) else {
            throw .executableNotFound(name ?? "llama-server", searched: folders + (name == nil ? [built] : []))
        }
        return path
    }

    /// Where `make llama-server` puts it.
    private static var built: String { "\(UserFolder.cache)/bin/llama-server" }

    private static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0 && !FileObstacle.isFolder(path)
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// Asks each program once what it knows, and remembers that until its file changes.
final class LlamaServerBinaries: Sendable {
    private let known = Mutex<[Key: BinaryFacts]>([:])

    private struct Key: Hashable {
        let path: String
        let seconds: Int
        let nanoseconds: Int
        let size: Int
    }

    /// What a program knows.
    ///
    /// - Throws: ``ProviderFailure/executableUnusable(_:reason:)`` when it does not answer.
    func facts(of path: String) async throws(ProviderFailure) -> BinaryFacts {
        let key = try Self.key(of: path)
        if let facts = known.withLock({ $0[key] }) { return facts }
        let version = try await Self.output(of: path, "--version")
        let help = try await Self.output(of: path, "--help")
        // Older builds do not know the word, and then nothing is known of devices.
        let devices = try? await Self.output(of: path, "--list-devices")
        let facts = BinaryFacts(version: version, help: help, devices: devices)
        guard facts.knows("--model") else {
            throw .executableUnusable(path, reason: "it is no llama-server, for its --help knows no --model.")
        }
        known.withLock { $0[key] = facts }
        return facts
    }

    private static func key(of path: String) throws(ProviderFailure) -> Key {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw .executableNotFound(path, searched: [path]) }
        return Key(
            path: path,
            seconds: facts.st_mtim.tv_sec,
            nanoseconds: facts.st_mtim.tv_nsec,
            size: Int(facts.st_size)
        )
    }

    /// How long a program may take to say what it is; llama-server takes 0.03 s.
    private static let limit = Duration.seconds(10)

    /// What a program says to one word; one that says nothing in time is ended.
    private static func output(of path: String, _ word: String) async throws(ProviderFailure) -> String {
        let result = await withTaskGroup(of: Result<String, ProviderFailure>?.self) { race in
            race.addTask {
                do throws(ProviderFailure) { return .success(try await run(path, word)) } catch {
                    return .failure(error)
                }
            }
            race.addTask {
                // The only clock at hand here; it ends early when the program has answered.
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await race.next() ?? nil
            race.cancelAll()
            return first
        }
        guard let result else {
            throw .executableUnusable(path, reason: "it did not answer '\(word)' in \(limit.components.seconds) s")
        }
        return try result.get()
    }

    private static func run(_ path: String, _ word: String) async throws(ProviderFailure) -> String {
        do {
            let result = try await Subprocess.run(
                .path(FilePath(path)),
                arguments: [word],
                environment: ChildEnvironment.forChild(sharesCores: false).forSubprocess,
                output: .string(limit: 1 << 20),
                error: .combinedWithOutput
            )
            let text = result.standardOutput
            guard result.terminationStatus.isSuccess else {
                let status = ExitStatus(result.terminationStatus)
                let lines = text.split(separator: "\n").suffix(3).joined(separator: " | ")
                throw ProviderFailure.executableUnusable(
                    path,
                    reason: "'\(word)' ended with \(status)\(status.hint.map { "; \($0)" } ?? ""). \(lines)"
                )
            }
            return text
        } catch let failure as ProviderFailure {
            throw failure
        } catch {
            throw .executableUnusable(path, reason: "\(error)")
        }
    }
}
