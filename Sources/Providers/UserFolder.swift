#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Folders of this user that outlive the process.
package enum UserFolder {
    /// What can be made again: `PADDOCK_CACHE`, else `~/.cache/paddock`.
    package static var cache: String { variable("PADDOCK_CACHE") ?? "\(home)/.cache/paddock" }

    /// What cannot: `PADDOCK_DATA`, else `paddock` in `XDG_DATA_HOME` or `~/.local/share`.
    package static var data: String {
        variable("PADDOCK_DATA") ?? variable("XDG_DATA_HOME").map { "\($0)/paddock" }
            ?? "\(home)/.local/share/paddock"
    }

    /// Where `pull` and `create` put models.
    package static var models: String { "\(data)/models" }

    /// Where an Ollama beside us has its models: `OLLAMA_MODELS`, else `~/.ollama/models`.
    package static var ollamaModels: String { variable("OLLAMA_MODELS") ?? "\(home)/.ollama/models" }

    /// Makes a folder and those above it, for this user alone; what is there already stays as it is.
    ///
    /// - Returns: Whether the folder is there.
    package static func make(_ path: String) -> Bool {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
        guard errno == ENOENT, let end = path.lastIndex(of: "/"), end > path.startIndex, make(String(path[..<end]))
        else { return false }
        return mkdir(path, 0o700) == 0 || errno == EEXIST
    }

    private static var home: String { variable("HOME") ?? "/tmp" }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
