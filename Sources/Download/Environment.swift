#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The variables that the process was started with.
enum Environment {
    /// The value of a variable; `nil` when it is not set, or empty.
    static subscript(name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
