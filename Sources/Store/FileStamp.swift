#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Which file it is, its size and its time of change: when they are the same, the content is taken to be the same.
package struct FileStamp: Hashable, Sendable {
    private let number: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// Its bytes.
    package var byteCount: Int { Int(size) }

    /// When it was changed last, since 1970.
    package var modified: Duration { .seconds(seconds) + .nanoseconds(nanoseconds) }

    /// Looks at a file; `nil` when there is none.
    package init?(of path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        number = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        #if canImport(Glibc)
        (seconds, nanoseconds) = (facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec)
        #else
        (seconds, nanoseconds) = (facts.st_mtimespec.tv_sec, facts.st_mtimespec.tv_nsec)
        #endif
    }
}
