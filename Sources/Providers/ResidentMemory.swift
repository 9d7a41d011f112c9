#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How much memory a process takes.
enum ResidentMemory {
    /// Bytes that are in memory now; `nil` when the process is gone, or the system does not tell (macOS).
    static func bytes(of process: Int32) -> Int? {
        let file = open("/proc/\(process)/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 256)
        let count = read(file, &text, text.count)
        guard count > 0 else { return nil }
        // The second number counts the resident pages.
        let pages = String(decoding: text[..<count], as: UTF8.self).split(separator: " ").dropFirst().first
        return pages.flatMap { Int($0) }.map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
    }
}
