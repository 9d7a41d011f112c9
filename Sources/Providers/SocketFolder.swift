#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder that only this user can enter, for the sockets of this process's children.
package struct SocketFolder: Sendable {
    /// The folder's path.
    package let path: String

    /// Makes a folder under a base folder that all processes of this user share, and removes those of ended processes.
    ///
    /// - Parameter base: The base folder; `nil` picks one below `XDG_RUNTIME_DIR` or `/tmp`.
    /// - Throws: ``SocketFolderError`` when it cannot be made, or is not safe.
    package init(below base: String? = nil) throws(SocketFolderError) {
        let runtime = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) }
        let base = base ?? runtime.map { "\($0)/paddock" } ?? "/tmp/paddock-\(getuid())"
        try Self.makePrivate(base)
        Self.sweep(base)
        path = "\(base)/\(getpid())"
        try Self.makePrivate(path)
    }

    /// The path of a socket; a file that lies there is removed, for a server does not do that itself.
    func socket(named name: String) -> String {
        let socket = "\(path)/\(name).sock"
        unlink(socket)
        return socket
    }

    /// Removes the folder and what lies in it.
    package func remove() {
        Self.removeFlat(path)
    }

    private static func makePrivate(_ path: String) throws(SocketFolderError) {
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw SocketFolderError(path: path, reason: String(cString: strerror(errno)))
        }
        // Somebody else may have made it first, in a folder that all may write to.
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR, facts.st_uid == getuid() else {
            throw SocketFolderError(path: path, reason: "it belongs to somebody else")
        }
        chmod(path, 0o700)
    }

    /// Removes the folders of processes that have ended without doing so.
    private static func sweep(_ base: String) {
        for name in names(in: base) {
            guard let owner = Int32(name), kill(owner, 0) != 0, errno == ESRCH else { continue }
            removeFlat("\(base)/\(name)")
        }
    }

    private static func removeFlat(_ path: String) {
        for name in names(in: path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    private static func names(in path: String) -> [String] {
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
}

/// Why there is no folder for sockets.
package struct SocketFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder.
    package let path: String
    /// What is wrong with it.
    package let reason: String

    package var description: String { "the folder '\(path)' for sockets cannot be used: \(reason)" }
}
