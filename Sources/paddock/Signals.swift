import Dispatch

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The signals that ask this process to end, in the order in which they come.
///
/// They are caught and not ignored: what is ignored stays so in the programs that this one starts.
final class Signals: Sendable {
    private let signals: AsyncStream<String>
    // Only kept alive, and never touched again.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    /// Starts to catch them.
    init() {
        let (signals, inbox) = AsyncStream.makeStream(of: String.self)
        self.signals = signals
        sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")].map { number, name in
            signal(number) { _ in }
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { inbox.yield(name) }
            source.resume()
            return source
        }
    }

    /// Waits for the next one, and returns its name.
    func next() async -> String {
        for await signal in signals { return signal }
        return "none"
    }

    /// Ends the process if another one comes; returns when the task is cancelled.
    func endAtSecond() async {
        guard await next() != "none" else { return }
        _exit(1)
    }
}
