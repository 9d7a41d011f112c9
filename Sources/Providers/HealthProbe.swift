import HTTP
import NIOCore

/// Asks a starting server on its event loop whether it can be used, again and again until it can.
final class HealthProbe: UpstreamReceiver {
    private let upstream: UpstreamPool
    private let loop: any EventLoop
    private let ready: () -> Void
    private var call: UpstreamCall?
    private var status = 0
    private var isStopped = false

    /// Short, because what comes after the moment of readiness is waiting time of a client; the question costs the
    /// server some microseconds.
    private static let interval = TimeAmount.milliseconds(5)
    private static let request = ByteBuffer(staticString: "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")

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

    private func stop() {
        isStopped = true
        call?.cancel()
    }

    private func ask() {
        guard !isStopped else { return }
        call = upstream.call(Self.request, on: loop, receiver: self)
    }

    private func askAgain() {
        guard !isStopped else { return }
        loop.assumeIsolated().scheduleTask(in: Self.interval) { self.ask() }
    }

    func receive(head: UpstreamHead) -> Bool {
        status = head.status
        return false
    }

    func receive(payload: ByteBuffer) {}

    func receive(chunks: ByteBuffer) {}

    func receivedAll() -> Bool { true }

    func receivedEnd() {
        guard status == 200 else { return askAgain() }
        guard !isStopped else { return }
        isStopped = true
        ready()
    }

    func receive(failure: UpstreamFailure, isInsideChunk: Bool) {
        askAgain()
    }
}
