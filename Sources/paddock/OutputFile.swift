#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file that is read and written as a whole.
struct OutputFile {
    let path: String

    /// Whether there is something of this name.
    var exists: Bool { access(path, F_OK) == 0 }

    /// Its bytes, at most 2 MiB, which is more than models.yaml may have.
    func contents() throws(Failure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("read") }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < 2 << 20 {
            let count = read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read") }
            if count == 0 { break }
            bytes += piece[..<count]
        }
        return bytes
    }

    /// Puts bytes in its place, such that a reader sees either the old ones or all of the new ones.
    func write(_ bytes: [UInt8]) throws(Failure) {
        // A link stays a link, and a file keeps its permissions.
        let real = realpath(path, nil)
        defer { free(real) }
        let target = real.map { String(cString: $0) } ?? path
        var facts = stat()
        let mode = stat(target, &facts) == 0 ? facts.st_mode & 0o777 : nil
        let draft = "\(target).\(getpid())"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw failure("written") }
        if let mode { fchmod(file, mode) }
        let isWhole = Self.write(bytes, to: file)
        guard isWhole, fsync(file) == 0, close(file) == 0, rename(draft, target) == 0 else {
            let failure = failure("written")
            unlink(draft)
            throw failure
        }
    }

    private static func write(_ bytes: [UInt8], to file: CInt) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func failure(_ verb: String) -> Failure {
        Failure(status: 1, "\(path) cannot be \(verb): \(String(cString: strerror(errno))).")
    }
}

/// `write` of the operating system, whose name the methods above take.
private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
