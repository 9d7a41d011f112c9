import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The signals that ask this process to end or to read its configuration again, in the order in which they come.
///
/// They are caught and not ignored: what is ignored stays so in the programs that this one starts.
final class Signals: Sendable {
    private let signals: AsyncStream<String>
    /// One element for every SIGHUP, which asks to read the configuration again.
    let reloads: AsyncStream<Void>
    // Only kept alive, and never touched again.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    /// Starts to catch them.
    init() {
        let (signals, inbox) = AsyncStream.makeStream(of: String.self)
        let (reloads, reloadInbox) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.signals = signals
        self.reloads = reloads
        sources = [
            Self.source(SIGTERM) { inbox.yield("SIGTERM") },
            Self.source(SIGINT) { inbox.yield("SIGINT") },
            Self.source(SIGHUP) { reloadInbox.yield() },
        ]
    }

    /// A bit for each signal that came before its source could see it.
    private static let early = Atomic<UInt64>(0)

    private static func source(_ number: Int32, _ handler: @escaping @Sendable () -> Void) -> any DispatchSourceSignal {
        let bit: UInt64 = 1 << UInt64(number)
        early.bitwiseAnd(~bit, ordering: .relaxed)
        signal(number) { Signals.early.bitwiseOr(1 << UInt64($0), ordering: .relaxed) }
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler(handler: handler)
        // A source is set up in the background; a busy machine may take its time for that.
        source.setRegistrationHandler {
            if early.bitwiseAnd(~bit, ordering: .relaxed).oldValue & bit != 0 { handler() }
        }
        source.resume()
        return source
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
