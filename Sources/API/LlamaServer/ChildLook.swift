import HTTP
import NIOCore
import NIOHTTP1
import Providers

/// A short question to a child that runs; belongs to the exchange's event loop.
///
/// The model is not lent, so it may leave meanwhile, and a child that hangs is not waited for.
final class ChildLook: UpstreamReceiver {
    private let exchange: Exchange
    private let answer: (Finding) -> Void
    private var call: UpstreamCall?
    private var alarm: Scheduled<Void>?
    private var status = 0
    private var body = ByteBuffer()

    /// What comes of it.
    enum Finding {
        /// The child's answer: its status and its body.
        case said(Int, ByteBuffer)
        /// Nothing that could be used, in time.
        case nothing
        /// The child has left.
        case gone
    }

    private static let patience = TimeAmount.seconds(5)
    private static let limit = 16 << 20

    /// Prepares a look.
    ///
    /// - Parameters:
    ///   - exchange: Who wants to know.
    ///   - answer: Answers the exchange; called at most once, and not for a client that has left.
    init(for exchange: Exchange, answer: @escaping (Finding) -> Void) {
        self.exchange = exchange
        self.answer = answer
    }

    /// A request as it goes to the child.
    ///
    /// - Parameters:
    ///   - line: The method and the path.
    ///   - body: What is sent, if anything is.
    /// - Returns: Head and body.
    static func request(_ line: StaticString, _ body: ByteBuffer = ByteBuffer()) -> ByteBuffer {
        var request = ByteBuffer(staticString: line)
        request.writeStaticString(" HTTP/1.1\r\nHost: localhost\r\n")
        if body.readableBytes > 0 {
            request.writeString("Content-Type: application/json\r\nContent-Length: \(body.readableBytes)\r\n")
        }
        request.writeStaticString("\r\n")
        request.writeImmutableBuffer(body)
        return request
    }

    func begin(at instance: Instance, asking request: ByteBuffer) {
        let log = exchange.onEnd
        exchange.onEnd = {
            self.end()
            log?()
        }
        alarm = exchange.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { self.answer(.nothing) }
        let call = instance.upstream.call(request, on: exchange.eventLoop, receiver: self)
        if exchange.isOpen { self.call = call }
    }

    private func end() {
        alarm?.cancel()
        alarm = nil
        call?.cancel()
        call = nil
    }

    func receive(head: UpstreamHead) -> Bool {
        status = head.status
        return false
    }

    func receive(payload: ByteBuffer) {
        guard body.readableBytes + payload.readableBytes <= Self.limit else { return answer(.nothing) }
        body.writeImmutableBuffer(payload)
    }

    func receive(chunks: ByteBuffer) {}

    func receivedAll() -> Bool { true }

    func receivedEnd() {
        call = nil
        answer(.said(status, body))
    }

    func receive(failure: UpstreamFailure, isInsideChunk: Bool) {
        call = nil
        answer(.gone)
    }
}
