import HTTP
import NIOCore

/// Asks a server once whether it can be used; belongs to its event loop.
///
/// llama-server answers from a thread of its own, so the question does not disturb one that is busy.
final class HealthQuestion: UpstreamReceiver {
    private let answer: (Bool) -> Void
    private var call: UpstreamCall?
    private var status = 0
    /// The connection holds its receiver weakly, so the question keeps itself until it has been answered.
    private var keptUntilAnswered: HealthQuestion?

    private static let request = ByteBuffer(staticString: "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")

    /// Asks; `answer` is called once on the loop, with `false` as well when there was no answer.
    @discardableResult
    init(to upstream: UpstreamPool, on loop: any EventLoop, answer: @escaping (Bool) -> Void) {
        self.answer = answer
        keptUntilAnswered = self
        call = upstream.call(Self.request, on: loop, receiver: self)
    }

    /// Wants no answer any more.
    func cancel() {
        call?.cancel()
        keptUntilAnswered = nil
    }

    func receive(head: UpstreamHead) -> Bool {
        status = head.status
        return false
    }

    func receive(payload: ByteBuffer) {}

    func receive(chunks: ByteBuffer) {}

    func receivedAll() -> Bool { true }

    func receivedEnd() { end(status == 200) }

    func receive(failure: UpstreamFailure, isInsideChunk: Bool) { end(false) }

    private func end(_ isWell: Bool) {
        guard keptUntilAnswered != nil else { return }
        keptUntilAnswered = nil
        answer(isWell)
    }
}
