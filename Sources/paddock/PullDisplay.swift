import Download
import Schema
import Synchronization

/// Shows on the standard error how a pull gets on: a bar for each file on a terminal, else a line now and then.
final class PullDisplay: Sendable {
    private struct State {
        /// The step that is shown last.
        var status = ""
        /// Whether the line on the terminal is still to be ended.
        var isOpen = false
        /// Tenths of the file that have been told in lines.
        var tenths = 0
        var pace = Pace()
    }

    private let state = Mutex(State())
    private let isTerminal = StandardError.isTerminal

    /// Shows a step.
    func show(_ progress: PullProgress) {
        state.withLock { state in
            let isNew = progress.status != state.status
            if isNew {
                end(&state)
                state.status = progress.status
                state.pace = Pace()
                state.tenths = 0
            }
            guard let total = progress.total, let completed = progress.completed, total > 0 else {
                if isNew { write("\(progress.status)", &state) }
                return
            }
            state.pace.note(completed, at: .now)
            if isTerminal {
                let line = Self.bar(progress.status, completed, of: total, state.pace, columns: Terminal.size.columns)
                write(line, &state)
            } else if isNew || completed * 10 / total > state.tenths {
                state.tenths = completed * 10 / total
                write("\(progress.status): \(completed * 100 / total) % of \(ByteSize(total))", &state)
            }
        }
    }

    /// Ends the line that stands last.
    func finish() { state.withLock { end(&$0) } }

    private func write(_ line: String, _ state: inout State) {
        StandardError.write(isTerminal ? "\r\(line.harmless)\u{1B}[K" : "\(line)\n")
        state.isOpen = isTerminal
    }

    private func end(_ state: inout State) {
        if state.isOpen { StandardError.write("\n") }
        state.isOpen = false
    }

    /// One line: what, a bar, how much, how fast, how long still.
    static func bar(_ status: String, _ completed: Int, of total: Int, _ pace: Pace, columns: Int) -> String {
        let percent = "\(completed * 100 / total)"
        let head = "\(status)  \(String(repeating: " ", count: max(0, 3 - percent.count)))\(percent) %"
        var tail = "\(ByteSize(completed)) of \(ByteSize(total))"
        if let rate = pace.bytesPerSecond, completed < total {
            tail += "  \(ByteSize(rate))/s"
            if let left = pace.timeLeft(total - completed) { tail += "  \(left) left" }
        }
        // The numbers have room to grow, so the bar keeps its length.
        let width = min(40, columns - 1 - DisplayWidth.of(head) - max(DisplayWidth.of(tail), 48) - 6)
        guard width >= 5 else { return String("\(head)  \(tail)".prefix(max(0, columns - 1))) }
        let full = width * completed / total
        return
            "\(head)  ▕\(String(repeating: "█", count: full))\(String(repeating: " ", count: width - full))▏  \(tail)"
    }
}

/// How fast something comes, over the last few seconds.
struct Pace: Sendable {
    private var samples: [(time: ContinuousClock.Instant, bytes: Int)] = []
    private static let window = Duration.seconds(5)

    /// Takes how much has come by now.
    mutating func note(_ bytes: Int, at now: ContinuousClock.Instant) {
        // One that starts over has no past.
        if let last = samples.last, last.bytes > bytes { samples = [] }
        samples.append((now, bytes))
        samples.removeAll { now - $0.time > Self.window }
    }

    /// Bytes a second; `nil` as long as nobody can tell.
    var bytesPerSecond: Int? {
        guard let first = samples.first, let last = samples.last, last.time - first.time > .milliseconds(500) else {
            return nil
        }
        return Int(Double(last.bytes - first.bytes) / ((last.time - first.time) / .seconds(1)))
    }

    /// How long a number of bytes takes, for people; `nil` as long as nobody can tell.
    func timeLeft(_ bytes: Int) -> String? {
        guard let rate = bytesPerSecond, rate > 0 else { return nil }
        let seconds = bytes / rate + 1
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
        default: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        }
    }
}
