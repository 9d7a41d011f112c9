import CPlatform
import Logging

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes the log as lines for people, to the standard error: time, level, message, facts.
struct LogLines: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }
        var line = "\(Self.time) \(event.level.rawValue.uppercased()) \(event.message)"
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(Self.quoted("\(value)"))" }
        StandardError.write(line + "\n")
    }

    /// A value of several words stands in quotes, and never breaks the line.
    private static func quoted(_ value: String) -> String {
        guard value.contains(where: { $0.isWhitespace || $0 == "\"" }) else { return value }
        return "\"" + value.map { $0.isNewline ? "\\n" : $0 == "\"" ? "\\\"" : String($0) }.joined() + "\""
    }

    /// Hours, minutes, seconds and milliseconds, local time.
    private static var time: String {
        let now = paddock_wall_clock()
        var seconds = now.seconds
        var parts = tm()
        localtime_r(&seconds, &parts)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
            + ".\(padded(now.nanoseconds / 1_000_000, 3))"
    }
}
