#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The stream for answers, without a buffer: what is written is seen at once.
enum StandardOutput {
    /// Writes a text; ends the process quietly when nobody reads it any more.
    static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(1, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // As `head` does to those who write to it: there is nothing wrong, and nothing left to do.
            guard count > 0 else { exit(0) }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// `write` of the operating system, whose name the method above takes.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
