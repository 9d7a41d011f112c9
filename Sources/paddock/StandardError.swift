#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The stream for people; the standard library writes only to the other one.
enum StandardError {
    /// Whether a person looks at it.
    static var isTerminal: Bool { isatty(2) == 1 }

    /// Writes a text in one piece.
    static func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes bytes in one piece.
    static func write(_ bytes: [UInt8]) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(2, $0.baseAddress, $0.count) }
            // Nobody reads it any more: there is nobody left to tell.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// `write` of the operating system, whose name the method above takes.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
