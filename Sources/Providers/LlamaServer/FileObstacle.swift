import Store

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What stands between a model and its files.
package enum FileObstacle {
    /// Why a file cannot be opened for reading; `nil` when it can.
    package static func toReading(_ path: String) -> ProviderFailure? {
        if isFolder(path) { return .fileUnusable(path: path, reason: "it is a folder") }
        if access(path, R_OK) == 0 { return nil }
        return errno == ENOENT || errno == ENOTDIR
            ? .fileNotFound(path: path) : .fileUnusable(path: path, reason: String(cString: strerror(errno)))
    }

    /// Why a file cannot be loaded as a model, as its header tells; `nil` when it tells nothing.
    package static func toLoading(_ path: String) -> ProviderFailure? {
        do throws(GGUFError) {
            _ = try ModelFile(path: path)
            return nil
        } catch {
            return .fileUnusable(path: error.path, reason: error.reason)
        }
    }

    static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }
}
