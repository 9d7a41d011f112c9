#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension ModelLibrary {
    /// Does something while nobody else changes the library, in this process or another one.
    ///
    /// A file that one is about to name in a manifest must not be removed by another because no manifest names it yet. A
    /// library that cannot be locked cannot be written to either, which the work will tell.
    func exclusively<Value, Failure: Error>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        try? SmallFile.makeFolder(own.path)
        let lock = open("\(own.path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        defer { if lock >= 0 { close(lock) } }
        while lock >= 0, flock(lock, LOCK_EX) != 0, errno == EINTR {}
        return try work()
    }
}
