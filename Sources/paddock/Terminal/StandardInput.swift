#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The stream that a program is fed with.
enum StandardInput {
    /// Whether a person writes to it.
    static var isTerminal: Bool { isatty(0) == 1 }

    /// Everything that comes, to its end.
    static func all() -> String {
        var bytes: [UInt8] = []
        while true {
            guard let more = read() else { continue }
            guard !more.isEmpty else { break }
            bytes += more
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What has come, or comes next.
    ///
    /// - Parameters:
    ///   - limit: How many milliseconds to wait for it; `nil` means for ever.
    ///   - bell: A pipe that ends the waiting when it rings; `nil`: nothing does.
    /// - Returns: The bytes; none at the end; `nil` when nothing came in time, or the bell rang.
    static func read(within limit: Int32? = nil, orUntil bell: Int32? = nil) -> [UInt8]? {
        // A negative descriptor is passed over.
        var wanted = [0, bell ?? -1].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&wanted, 2, limit ?? -1) > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        if let bell, wanted[1].revents != 0 {
            _ = systemRead(bell, &bytes, bytes.count)
            return nil
        }
        let count = systemRead(0, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return nil }
        return Array(bytes.prefix(max(0, count)))
    }
}

/// `read` of the operating system, whose name the method above takes.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}
