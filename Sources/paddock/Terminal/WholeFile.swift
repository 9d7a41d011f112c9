#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files that are read at once.
enum WholeFile {
    /// The bytes of a file; `nil` when it cannot be read.
    static func bytes(at path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(file, &part, part.count)
            guard count >= 0 else { return nil }
            guard count > 0 else { return bytes }
            bytes += part[..<count]
        }
    }
}
