import HTTP
import NIOCore
import Store
import Synchronization

/// Notices a running server that answers probes but does not work.
///
/// Requests are open, nothing comes, and it uses no processor time: that is what a deadlock looks like from outside. A
/// long prompt is silent, too, but keeps the processor busy; even one that a GPU computes needs some of it.
final class StallWatch: Sendable {
    private let upstream: UpstreamPool
    private let loop: any EventLoop
    private let limit: Int
    private let ticks: @Sendable () -> Int?
    private let stalled: @Sendable () -> Void
    private let state = Mutex((ticks: 0, beats: 0))

    /// Processor time, in hundredths of a second, below which a second counts as idle.
    private static let leastTicks = 2

    /// A watch over a process.
    ///
    /// - Parameters:
    ///   - upstream: The connections to it.
    ///   - loop: One of its event loops.
    ///   - limit: How many beats in a row it may be stalled.
    ///   - ticks: The processor time that it has used so far; `nil` when nobody can tell.
    ///   - stalled: Called when it has been stalled for so long.
    init(
        _ upstream: UpstreamPool,
        on loop: any EventLoop,
        limit: Int = 60,
        ticks: @escaping @Sendable () -> Int?,
        stalled: @escaping @Sendable () -> Void
    ) {
        self.upstream = upstream
        self.loop = loop
        self.limit = limit
        self.ticks = ticks
        self.stalled = stalled
    }

    /// Looks at it; call it every second.
    func beat() {
        guard let ticks = ticks() else { return }
        upstream.activity(on: loop).whenSuccess { activity in
            let isOver = self.state.withLock { state in
                let isIdle = ticks - state.ticks < Self.leastTicks
                state.ticks = ticks
                state.beats = isIdle && activity.callCount > 0 && !activity.hasReceived ? state.beats + 1 : 0
                return state.beats == self.limit
            }
            if isOver { self.stalled() }
        }
    }
}

/// The processor time of a process.
enum ProcessTime {
    /// Hundredths of a second that it has used; `nil` when the process is gone, or the system does not tell (macOS).
    static func ticks(of process: Int32) -> Int? {
        SmallFile.text(at: "/proc/\(process)/stat").flatMap(ticks(in:))
    }

    /// Source: `proc(5)`, `/proc/[pid]/stat`: the name stands in parentheses and may hold blanks; of the fields behind
    /// it, the twelfth and the thirteenth are the time in user and kernel mode.
    static func ticks(in text: String) -> Int? {
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].split(separator: " ").dropFirst()
        guard fields.count > 13, let user = Int(fields[fields.startIndex + 11]),
            let kernel = Int(fields[fields.startIndex + 12])
        else { return nil }
        return user + kernel
    }
}
