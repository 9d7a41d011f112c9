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
        var line = LogLine()
        Self.writeTime(to: &line)
        line.append(" ")
        line.append(event.level.word)
        line.append(" ")
        line.append(event.message.description)
        if event.metadata != nil || !metadata.isEmpty {
            line.append(metadata.merging(event.metadata ?? [:]) { $1 })
        }
        line.append("\n")
        StandardError.write(line.bytes)
    }

    /// Hours, minutes, seconds and milliseconds, local time.
    private static func writeTime(to line: inout LogLine) {
        let now = paddock_wall_clock()
        var seconds = now.seconds
        var parts = tm()
        localtime_r(&seconds, &parts)
        line.append(Int(parts.tm_hour), digits: 2)
        line.append(":")
        line.append(Int(parts.tm_min), digits: 2)
        line.append(":")
        line.append(Int(parts.tm_sec), digits: 2)
        line.append(".")
        line.append(now.nanoseconds / 1_000_000, digits: 3)
    }
}

extension Logger.Level {
    /// The level as it stands in the log.
    fileprivate var word: String {
        switch self {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info: "INFO"
        case .notice: "NOTICE"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        }
    }
}
