#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Which file or folder it is, by whatever path it was reached.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// Looks at what a path leads to; `nil` when that is nothing.
    package init?(of path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        self.init(facts)
    }

    init(_ facts: stat) {
        device = UInt64(truncatingIfNeeded: facts.st_dev)
        number = UInt64(facts.st_ino)
    }
}
