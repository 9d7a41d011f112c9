#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Files that are read and written whole.
package enum SmallFile {
    /// The bytes of a file, also of one that the kernel makes up; `nil` when it cannot be read, or is longer than such a
    /// file can be.
    package static func bytes(at path: String, limit: Int = 4 << 20) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count <= limit {
            let count = read(file, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { return bytes }
            bytes += part[..<count]
        }
        return nil
    }

    /// The text of a file; `nil` when it cannot be read.
    package static func text(at path: String) -> String? {
        bytes(at: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes a file such that there is always the old one or the whole new one, even if the machine loses power; folders
    /// above it are made.
    ///
    /// - Parameters:
    ///   - bytes: Its content.
    ///   - path: The file.
    ///   - draft: Where it is written first; by default a name that nobody else has.
    ///   - mode: Who may read and write it.
    /// - Throws: ``FileFault``; the file is then as it was.
    package static func write(
        _ bytes: [UInt8],
        to path: String,
        draft: String? = nil,
        mode: UInt32 = 0o644
    ) throws(FileFault) {
        let draft = draft ?? "\(path).\(UInt64.random(in: 0 ... .max)).part"
        if let end = path.lastIndex(of: "/"), end > path.startIndex { try makeFolder(String(path[..<end])) }
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(mode))
        guard file >= 0 else { throw FileFault(path: path) }
        let isWhole = bytes.withUnsafeBytes { writeAll($0, to: file) } && sync(file)
        guard close(file) == 0, isWhole, rename(draft, path) == 0 else {
            let fault = FileFault(path: path)
            unlink(draft)
            throw fault
        }
        syncFolder(of: path)
    }

    /// Writes bytes at the end of an open file; whether that was possible.
    static func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            #if canImport(Glibc)
            let count = Glibc.write(file, part.baseAddress, part.count)
            #else
            let count = Darwin.write(file, part.baseAddress, part.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Gives a file a second name; whether that was possible.
    static func link(_ path: String, _ other: String) -> Bool {
        #if canImport(Glibc)
        Glibc.link(path, other) == 0
        #else
        Darwin.link(path, other) == 0
        #endif
    }

    /// Makes a folder and those above it.
    ///
    /// - Throws: ``FileFault``.
    package static func makeFolder(_ path: String) throws(FileFault) {
        guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, let end = path.lastIndex(of: "/"), end > path.startIndex else {
            throw FileFault(path: path)
        }
        try makeFolder(String(path[..<end]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileFault(path: path) }
    }

    /// Waits until a file's bytes are on the disk; whether they are.
    package static func sync(_ file: Int32) -> Bool {
        #if canImport(Glibc)
        fdatasync(file) == 0
        #else
        fsync(file) == 0
        #endif
    }

    /// Waits until the new name of a file is on the disk.
    package static func syncFolder(of path: String) {
        guard let end = path.lastIndex(of: "/") else { return }
        let folder = open(String(path[..<end]), O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}

/// A file that could not be written, moved or removed, with the system's word for why.
package struct FileFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    package let path: String
    /// The number of the reason, as `errno` has it.
    package let code: Int32

    /// Takes the reason that the system has just given.
    package init(path: String) {
        self.path = path
        code = errno
    }

    /// Whether the disk is full, or the user may not have more of it.
    package var isFull: Bool { code == ENOSPC || code == EDQUOT }

    package var description: String { "'\(path)': \(String(cString: strerror(code)))" }
}
