import NIOCore

/// An event stream that may have nothing to say for a while; belongs to its event loop.
protocol SilentStream: AnyObject {
    /// Whether anything has come since this was last set to `false`.
    var hasSpoken: Bool { get set }
    /// Tells the client, which has heard nothing for a while, that somebody is still there.
    func breakSilence()
}

/// Looks after the event streams of one event loop, and belongs to it.
///
/// A client that has heard nothing for a while gets a comment line, so that it does not give up.
/// One timer serves all streams, and a stream that speaks costs a flag: timers of their own would be set and cancelled
/// with every request.
final class SilenceWatch {
    private let loop: any EventLoop
    private let limit: Int
    private let beat: TimeAmount
    private var silent: [ObjectIdentifier: (stream: any SilentStream, beats: Int)] = [:]
    private var isTicking = false

    /// A watch that lets streams be silent for so long.
    init(on loop: any EventLoop, limit: Duration) {
        self.loop = loop
        let beat = min(limit, .seconds(1))
        self.beat = TimeAmount(beat)
        self.limit = max(1, Int(limit / beat))
    }

    func add(_ stream: any SilentStream) {
        silent[ObjectIdentifier(stream)] = (stream, 0)
        tick()
    }

    func remove(_ stream: any SilentStream) {
        silent[ObjectIdentifier(stream)] = nil
    }

    private func tick() {
        guard !isTicking, !silent.isEmpty else { return }
        isTicking = true
        loop.assumeIsolated().scheduleTask(in: beat) {
            self.isTicking = false
            self.look()
            self.tick()
        }
    }

    private func look() {
        for (id, (stream, beats)) in silent {
            let isDue = !stream.hasSpoken && beats + 1 >= limit
            silent[id]?.beats = stream.hasSpoken || isDue ? 0 : beats + 1
            stream.hasSpoken = false
            if isDue { stream.breakSilence() }
        }
    }
}
