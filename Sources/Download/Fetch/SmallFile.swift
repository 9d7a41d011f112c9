#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files that are read and written whole.
enum SmallFile {
    /// The bytes of a file, at most so many; `nil` when it cannot be read.
    static func bytes(_ path: String, atMost limit: Int = 4 << 20) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let count = read(file, &part, part.count)
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return bytes
    }

    /// Writes a file such that there is always the old one or the whole new one, even if the machine loses power.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - bytes: Its content.
    ///   - draft: Where it is written first; by default a name that nobody else has.
    /// - Throws: ``PullFailure``.
    static func replace(_ path: String, with bytes: [UInt8], by draft: String? = nil) throws(PullFailure) {
        let draft = draft ?? "\(path).\(UInt64.random(in: 0 ... .max)).part"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw PullFailure(writing: path) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        guard rest.isEmpty, sync(file), close(file) == 0, rename(draft, path) == 0 else {
            let failure = PullFailure(writing: path)
            unlink(draft)
            throw failure
        }
        syncFolder(of: path)
    }

    /// Makes a folder and those above it.
    ///
    /// - Throws: ``PullFailure``.
    static func makeFolder(_ path: String) throws(PullFailure) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let end = path.lastIndex(of: "/"), end > path.startIndex else {
            throw PullFailure(writing: path)
        }
        try makeFolder(String(path[..<end]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw PullFailure(writing: path) }
    }

    /// Waits until a file's bytes are on the disk; whether they are.
    static func sync(_ file: Int32) -> Bool {
        #if canImport(Glibc)
        fdatasync(file) == 0
        #else
        fsync(file) == 0
        #endif
    }

    /// Waits until the new name of a file is on the disk.
    static func syncFolder(of path: String) {
        guard let end = path.lastIndex(of: "/") else { return }
        let folder = open(String(path[..<end]), O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
