#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder that only this user can enter, and that one process at a time works in.
///
/// The process that made it holds it until it ends, however it ends.
final class PrivateFolder: Sendable {
    let path: String
    private let lock: CInt

    /// Takes a folder, and makes it if need be; `nil` when another process has it.
    ///
    /// - Throws: ``KVShelfError`` when it cannot be made, or is not safe.
    init?(taking path: String) throws(KVShelfError) {
        try Self.makePrivate(path)
        let lock = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw KVShelfError(path: path, reason: String(cString: strerror(errno))) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            return nil
        }
        self.path = path
        self.lock = lock
    }

    deinit { close(lock) }

    /// Whether it exists; it is made again if it was removed.
    var isThere: Bool { (try? Self.makePrivate(path)) != nil }

    /// The names of what lies in it.
    var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The length of a file; `nil` when there is none.
    func byteCount(of name: String) -> Int? {
        var facts = stat()
        guard lstat("\(path)/\(name)", &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(facts.st_size)
    }

    func remove(_ name: String) { unlink("\(path)/\(name)") }

    /// Gives a file another name, here or in another folder; tells whether that worked.
    func rename(_ name: String, to other: String, in folder: PrivateFolder? = nil) -> Bool {
        Self.move("\(path)/\(name)", "\((folder ?? self).path)/\(other)") == 0
    }

    /// Writes a small file, whole or not at all; tells whether that worked.
    func write(_ bytes: [UInt8], to name: String) -> Bool {
        let temporary = "\(name).part"
        let file = open("\(path)/\(temporary)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return false }
        let count = bytes.withUnsafeBytes { Self.put(file, $0) }
        guard close(file) == 0, count == bytes.count, rename(temporary, to: name) else {
            remove(temporary)
            return false
        }
        return true
    }

    /// Reads a small file; `nil` when there is none, or it is longer than such a file can be.
    func read(_ name: String, limit: Int = 1 << 20) -> [UInt8]? {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: limit + 1) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, limit + 1, 0))
        }
        return bytes.isEmpty || bytes.count > limit ? nil : bytes
    }

    private static func put(_ file: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(file, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(file, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func move(_ old: String, _ new: String) -> CInt {
        #if canImport(Glibc)
        Glibc.rename(old, new)
        #else
        Darwin.rename(old, new)
        #endif
    }

    private static func makePrivate(_ path: String) throws(KVShelfError) {
        var parent = Substring(path)
        while parent.count > 1, parent.hasSuffix("/") { parent.removeLast() }
        if let slash = parent.lastIndex(of: "/"), slash > parent.startIndex {
            try makeParents(String(parent[..<slash]))
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw KVShelfError(path: path, reason: String(cString: strerror(errno)))
        }
        // Somebody else may have made it first, in a folder that all may write to.
        var facts = stat()
        guard lstat(String(parent), &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR, facts.st_uid == getuid() else {
            throw KVShelfError(path: path, reason: "it is not a folder of this user")
        }
        chmod(path, 0o700)
    }

    private static func makeParents(_ path: String) throws(KVShelfError) {
        var facts = stat()
        if stat(path, &facts) == 0 { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try makeParents(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw KVShelfError(path: path, reason: String(cString: strerror(errno)))
        }
    }
}

/// Why conversations cannot be saved.
package struct KVShelfError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder.
    package let path: String
    /// What is wrong with it.
    package let reason: String

    package var description: String { "the folder '\(path)' for saved conversations cannot be used: \(reason)" }
}
