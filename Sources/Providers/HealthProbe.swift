package import HTTP
package import NIOCore

/// Asks a starting server on its event loop whether it can be used, again and again until it can.
package final class HealthProbe {
    private let upstream: UpstreamPool
    private let loop: any EventLoop
    private let ready: () -> Void
    private var question: HealthQuestion?
    private var isStopped = false

    private var count = 0

    /// Short, because what comes after the moment of readiness is waiting time of a client; longer when a load takes
    /// more than a second or so, for then the questions would add up, and some milliseconds more are not felt.
    private var interval: TimeAmount { .milliseconds(count < 500 ? 2 : 10) }

    private init(_ upstream: UpstreamPool, on loop: any EventLoop, ready: @escaping () -> Void) {
        self.upstream = upstream
        self.loop = loop
        self.ready = ready
    }

    /// Starts asking; `ready` is called once, and the returned function ends the asking.
    static func start(
        _ upstream: UpstreamPool,
        on loop: any EventLoop,
        ready: @escaping @Sendable () -> Void
    ) -> @Sendable () -> Void {
        let probe = NIOLoopBoundBox.makeEmptyBox(valueType: HealthProbe.self, eventLoop: loop)
        loop.execute {
            let new = HealthProbe(upstream, on: loop, ready: ready)
            probe.value = new
            new.ask()
        }
        return { loop.execute { probe.value?.stop() } }
    }

    /// Asks a running server once, from any thread.
    ///
    /// - Parameters:
    ///   - upstream: The connections to it.
    ///   - loop: One of its event loops.
    ///   - answer: Told once whether it is well; never, if the server takes the question and says nothing.
    package static func ask(
        _ upstream: UpstreamPool,
        on loop: any EventLoop,
        answer: @escaping @Sendable (Bool) -> Void
    ) {
        loop.execute { HealthQuestion(to: upstream, on: loop, answer: answer) }
    }

    private func stop() {
        isStopped = true
        question?.cancel()
        question = nil
    }

    private func ask() {
        guard !isStopped else { return }
        count += 1
        question = HealthQuestion(to: upstream, on: loop) { isWell in
            // The question knows us, so we must not know it any longer than it is open.
            self.question = nil
            guard !self.isStopped else { return }
            guard isWell else { return self.askAgain() }
            self.isStopped = true
            self.ready()
        }
    }

    private func askAgain() {
        loop.assumeIsolated().scheduleTask(in: interval) { self.ask() }
    }
}
