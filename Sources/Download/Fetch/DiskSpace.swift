#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The room that is left on a disk.
enum DiskSpace {
    /// Bytes that this user may still write where a folder lies; `nil` when nobody can tell.
    static func available(at path: String) -> Int? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        return Int(clamping: UInt64(facts.f_bavail) * UInt64(facts.f_frsize))
    }

    /// Sees to it that there is room.
    ///
    /// - Parameters:
    ///   - count: Bytes that will be written.
    ///   - path: A folder that is there.
    /// - Throws: ``PullFailure``.
    static func require(_ count: Int, at path: String) throws(PullFailure) {
        guard let available = available(at: path), available < count else { return }
        throw .noRoom(needed: count, available: available, at: path)
    }
}
