import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What Control-C does while an answer comes: stops that, or ends the program.
final class Interrupts: Sendable {
    private let state = Mutex(State())
    // Only kept alive, and never touched again.
    private nonisolated(unsafe) let source: any DispatchSourceSignal

    private struct State {
        var stop: (@Sendable () -> Void)?
        var lastRest: ContinuousClock.Instant?
    }

    /// A person who meant an answer that has just ended takes as long to notice that.
    private static let grace = Duration.milliseconds(300)

    /// Starts to catch it.
    init() {
        signal(SIGINT) { _ in }
        source = DispatchSource.makeSignalSource(signal: SIGINT)
        source.setEventHandler { [weak self] in self?.interrupt() }
        source.resume()
    }

    /// Says what it stops from now on.
    func stop(with stop: @escaping @Sendable () -> Void) {
        state.withLock { $0.stop = stop }
    }

    /// There is nothing to stop any more: it ends the program.
    ///
    /// - Parameter isSudden: Whether a person may still mean what was to be stopped.
    func rest(isSudden: Bool = true) {
        state.withLock { $0 = State(stop: nil, lastRest: isSudden ? .now : nil) }
    }

    private func interrupt() {
        let state = state.withLock { $0 }
        if let stop = state.stop { return stop() }
        if let rest = state.lastRest, rest.duration(to: .now) < Self.grace { return }
        Terminal.die(of: SIGINT)
    }
}
