#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files that are read and written whole.
enum SmallFile {
    /// The bytes of a file; `nil` when there is none, or it is longer than such a file can be.
    static func bytes(at path: String, limit: Int = 4 << 20) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= limit else { return nil }
        return [UInt8](unsafeUninitializedCapacity: Int(facts.st_size)) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// Writes a file, whole or not at all; folders above it are made.
    ///
    /// - Throws: ``FileFault``.
    static func write(_ bytes: [UInt8], to path: String) throws(FileFault) {
        let temporary = "\(path).\(UInt64.random(in: 0 ... .max)).part"
        if let end = path.lastIndex(of: "/") { try makeFolder(String(path[..<end])) }
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileFault(path: path) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(file, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            written += count
        }
        guard written == bytes.count, fsync(file) == 0, close(file) == 0, rename(temporary, path) == 0 else {
            let fault = FileFault(path: path)
            unlink(temporary)
            throw fault
        }
    }

    static func write(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(file, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(file, bytes.baseAddress, bytes.count)
        #endif
    }

    /// Gives a file a second name; the system's status.
    static func link(_ path: String, _ other: String) -> Int32 {
        #if canImport(Glibc)
        Glibc.link(path, other)
        #else
        Darwin.link(path, other)
        #endif
    }

    /// Makes a folder and those above it.
    ///
    /// - Throws: ``FileFault``.
    static func makeFolder(_ path: String) throws(FileFault) {
        guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, let end = path.lastIndex(of: "/"), end > path.startIndex else {
            throw FileFault(path: path)
        }
        try makeFolder(String(path[..<end]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileFault(path: path) }
    }
}

/// A file that could not be written, moved or removed, with the system's word for why.
package struct FileFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    package let path: String
    /// The number of the reason, as `errno` has it.
    package let code: Int32

    /// Takes the reason that the system has just given.
    init(path: String) {
        self.path = path
        code = errno
    }

    /// Whether the disk is full, or the user may not have more of it.
    package var isFull: Bool { code == ENOSPC || code == EDQUOT }

    package var description: String { "'\(path)': \(String(cString: strerror(code)))" }
}
