#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Size and time of change of a file: when they are the same, the file is taken to be the same.
package struct FileStamp: Hashable, Sendable {
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// Looks at a file; `nil` when there is none.
    package init?(of path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        size = Int64(facts.st_size)
        #if canImport(Glibc)
        (seconds, nanoseconds) = (facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec)
        #else
        (seconds, nanoseconds) = (facts.st_mtimespec.tv_sec, facts.st_mtimespec.tv_nsec)
        #endif
    }
}
