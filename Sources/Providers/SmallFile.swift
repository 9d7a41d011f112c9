#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files that are read and written as a whole.
enum SmallFile {
    /// The bytes of a file, at most so many; `nil` when it cannot be read.
    static func bytes(_ path: String, atMost limit: Int = 1 << 20) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            let count = read(file, &part, part.count)
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return Array(bytes.prefix(limit))
    }

    /// The text of a file; `nil` when it cannot be read.
    static func text(_ path: String) -> String? {
        bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Puts bytes in the place of a file, such that a reader sees either the old ones or all of the new ones.
    ///
    /// - Returns: Whether that was possible; if not, the file is as it was.
    static func replace(_ path: String, with bytes: [UInt8]) -> Bool {
        let draft = "\(path).\(getpid())"
        guard save(bytes, to: draft), rename(draft, path) == 0 else {
            unlink(draft)
            return false
        }
        return true
    }

    private static func save(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        return close(file) == 0 && rest.isEmpty
    }
}
