import HTTP
import NIOCore

/// Watches a running server on its event loop: whether it still answers.
///
/// It counts its own beats instead of reading a clock, so that a machine that was asleep, or this process stopped, is
/// not taken for a server that hangs.
final class Heartbeat {
    private let upstream: UpstreamPool
    private let loop: any EventLoop
    private let limit: Int
    private let interval: Duration
    private let beat: () -> Void
    private let hung: () -> Void
    private var missed = 0
    private var question: HealthQuestion?
    private var isStopped = false

    private init(
        _ upstream: UpstreamPool,
        on loop: any EventLoop,
        limit: Int,
        interval: Duration,
        beat: @escaping () -> Void,
        hung: @escaping () -> Void
    ) {
        self.interval = interval
        self.upstream = upstream
        self.loop = loop
        self.limit = limit
        self.beat = beat
        self.hung = hung
    }

    /// Starts watching a server that is ready.
    ///
    /// - Parameters:
    ///   - upstream: The connections to it.
    ///   - loop: One of its event loops.
    ///   - limit: How long it may leave questions unanswered; zero watches nothing.
    ///   - interval: How often it is asked; every second.
    ///   - beat: Called every time it has answered.
    ///   - hung: Called once if it has not answered for so long.
    /// - Returns: A function that ends the watching.
    static func start(
        _ upstream: UpstreamPool,
        on loop: any EventLoop,
        limit: Duration,
        interval: Duration = .seconds(1),
        beat: @escaping @Sendable () -> Void,
        hung: @escaping @Sendable () -> Void
    ) -> @Sendable () -> Void {
        let heartbeat = NIOLoopBoundBox.makeEmptyBox(valueType: Heartbeat.self, eventLoop: loop)
        let beats = limit > .zero ? max(1, Int(limit / interval)) : .max
        loop.execute {
            let new = Heartbeat(upstream, on: loop, limit: beats, interval: interval, beat: beat, hung: hung)
            heartbeat.value = new
            new.wait()
        }
        return {
            loop.execute {
                heartbeat.value?.stop()
            }
        }
    }

    private func wait() {
        loop.assumeIsolated().scheduleTask(in: TimeAmount(interval)) { self.tick() }
    }

    private func tick() {
        guard !isStopped else { return }
        if question == nil { ask() } else { missed += 1 }
        guard missed >= limit else { return wait() }
        stop()
        hung()
    }

    private func stop() {
        isStopped = true
        question?.cancel()
        question = nil
    }

    private func ask() {
        question = HealthQuestion(to: upstream, on: loop) { isWell in
            self.question = nil
            guard !self.isStopped else { return }
            self.missed = isWell ? 0 : self.missed + 1
            if isWell { self.beat() }
        }
    }
}
