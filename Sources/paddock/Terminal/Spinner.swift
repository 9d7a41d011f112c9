import Synchronization

/// Tells a person at a terminal that something takes time, and how long it has taken.
///
/// It shows nothing if nobody looks at the standard error, or if it is stopped at once.
final class Spinner: Sendable {
    private let isOver: Mutex<Bool>
    private static let frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
    private static let interval = Duration.milliseconds(100)

    /// Starts to turn.
    init(_ label: String) {
        isOver = Mutex(!StandardError.isTerminal)
        if StandardError.isTerminal { Task { await turn(label.harmless) } }
    }

    /// Removes it; nothing more is drawn.
    func stop() {
        isOver.withLock { isOver in
            if !isOver { StandardError.write("\r\u{1B}[K") }
            isOver = true
        }
    }

    private func turn(_ label: String) async {
        let start = ContinuousClock.now
        for frame in 0... {
            try? await Task.sleep(for: Self.interval)
            let seconds = start.duration(to: .now).components.seconds
            let isOver = isOver.withLock { isOver in
                let sign = Self.frames[frame % Self.frames.count]
                if !isOver {
                    StandardError.write("\r\(sign) \(label) \(Style.grey.applied(to: "\(seconds) s"))\u{1B}[K")
                }
                return isOver
            }
            guard !isOver else { return }
        }
    }
}
