#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder into which Hugging Face's tools download.
///
/// Source: huggingface_hub, "Understand caching".
package enum HuggingFaceCache {
    /// Where it lies, unless somebody says otherwise.
    ///
    /// - Parameter environment: The value of a variable; `nil` when it is not set.
    /// - Returns: `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else `huggingface/hub` in `XDG_CACHE_HOME` or `~/.cache`.
    package static func path(_ environment: (String) -> String?) -> String {
        func variable(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
        return variable("HF_HUB_CACHE") ?? variable("HF_HOME").map { "\($0)/hub" }
            ?? (variable("XDG_CACHE_HOME") ?? "\(variable("HOME") ?? "")/.cache") + "/huggingface/hub"
    }

    /// One repository.
    struct Repository {
        /// `org/name`, or only the name.
        let name: String
        /// The snapshot to be used.
        let snapshot: String
    }

    /// The repositories of models in a cache that have a snapshot, by name of their folders.
    static func repositories(in root: String) -> [Repository] {
        names(in: root).compactMap { folder in
            guard folder.hasPrefix(prefix) else { return nil }
            let parts = folder.dropFirst(prefix.count)
            let separator = parts.firstRange(of: "--")
            let name = separator.map { parts[..<$0.lowerBound] + "/" + parts[$0.upperBound...] } ?? parts
            return snapshot(of: "\(root)/\(folder)").map { Repository(name: String(name), snapshot: $0) }
        }
    }

    private static let prefix = "models--"

    /// The commit that `main` means, else the snapshot changed last.
    private static func snapshot(of repository: String) -> String? {
        let folder = "\(repository)/snapshots"
        if let line = SmallFile.bytes(at: "\(repository)/refs/main") {
            let commit = String(decoding: line, as: UTF8.self).filter { !$0.isWhitespace }
            let isName = !commit.isEmpty && !commit.hasPrefix(".") && !commit.contains("/")
            if isName, change(of: "\(folder)/\(commit)") != nil { return "\(folder)/\(commit)" }
        }
        let snapshots = names(in: folder).filter { !$0.hasPrefix(".") }.compactMap { name in
            change(of: "\(folder)/\(name)").map { (time: $0, name: name) }
        }
        return snapshots.max { ($0.time, $0.name) < ($1.time, $1.name) }.map { "\(folder)/\($0.name)" }
    }

    /// When a folder was changed last, since 1970; `nil` when it is none.
    private static func change(of path: String) -> Duration? {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else { return nil }
        #if canImport(Glibc)
        let time = facts.st_mtim
        #else
        let time = facts.st_mtimespec
        #endif
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private static func names(in path: String) -> [String] {
        (try? FolderNames(in: path).valid) ?? []
    }
}
