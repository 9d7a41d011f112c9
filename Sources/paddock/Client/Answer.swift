import HTTP
import NIOCore
import Schema
import Synchronization

/// One answer of the server: values of JSON, as they come.
///
/// It fails with a ``Refusal`` when the server says no, at the start or in a line of its own.
final class Answer: AsyncSequence, Sendable {
    private let values: AsyncThrowingStream<JSON, any Error>
    private let inbox: AsyncThrowingStream<JSON, any Error>.Continuation
    private let cancelled = Mutex(false)

    /// Asks.
    ///
    /// - Parameters:
    ///   - request: Head and body, as they go out.
    ///   - pool: The connections to the server.
    ///   - loop: The event loop that the pool was made for.
    ///   - address: Where the server is.
    init(to request: ByteBuffer, through pool: UpstreamPool, on loop: any EventLoop, from address: ServerAddress) {
        (values, inbox) = AsyncThrowingStream.makeStream()
        let receiver = AnswerReceiver(to: inbox, from: address)
        let bound = NIOLoopBoundBox.makeBoxSendingValue(receiver, eventLoop: loop)
        loop.execute { bound.value.start(request, pool, loop) }
        // It also keeps the receiver alive, which the call does not.
        inbox.onTermination = { _ in loop.execute { bound.value.stop() } }
    }

    /// Closes the connection: the server stops its work, and the values end.
    func cancel() {
        cancelled.withLock { $0 = true }
        inbox.finish()
    }

    /// Whether ``cancel()`` has been called.
    var isCancelled: Bool { cancelled.withLock { $0 } }

    func makeAsyncIterator() -> AsyncThrowingStream<JSON, any Error>.Iterator { values.makeAsyncIterator() }
}

/// Takes an answer on the event loop, and passes its values on.
private final class AnswerReceiver: UpstreamReceiver {
    private let inbox: AsyncThrowingStream<JSON, any Error>.Continuation
    private let address: ServerAddress
    private var call: UpstreamCall?
    private var isOver = false
    private var status = 0
    /// What reads an answer in lines; `nil` for one that is whole.
    private var lines: JSONLines?
    /// What has come of one that is whole, or of a refusal.
    private var body: [UInt8] = []
    private static let bodyLimit = 64 << 20

    init(to inbox: AsyncThrowingStream<JSON, any Error>.Continuation, from address: ServerAddress) {
        (self.inbox, self.address) = (inbox, address)
    }

    func start(_ request: ByteBuffer, _ pool: UpstreamPool, _ loop: any EventLoop) {
        guard !isOver else { return }
        let call = pool.call(request, on: loop, receiver: self)
        if !isOver { self.call = call }
    }

    func stop() {
        isOver = true
        call?.cancel()
        call = nil
    }

    func receive(head: UpstreamHead) -> Bool {
        status = head.status
        let isInLines = head.contentType?.hasPrefix("application/x-ndjson") ?? false
        lines = isInLines && isGood ? JSONLines() : nil
        return false
    }

    func receive(payload: ByteBuffer) {
        pass { () throws(Refusal) in
            if let values = try lines?.take(payload.readableBytesView) { return values }
            body += payload.readableBytesView
            guard body.count <= Self.bodyLimit else { throw Refusal("the server's answer is too long") }
            return []
        }
    }

    func receive(chunks: ByteBuffer) {}

    func receivedAll() -> Bool { true }

    func receivedEnd() {
        call = nil
        pass { () throws(Refusal) in
            guard isGood else { throw Refusal(status: status, body: body) }
            if let last = try lines?.finish() { return last }
            return try JSONLines.values(in: body[...])
        }
        inbox.finish()
    }

    func receive(failure: UpstreamFailure, isInsideChunk: Bool) {
        call = nil
        inbox.finish(throwing: Refusal(failure, from: address))
    }

    private var isGood: Bool { 200..<300 ~= status }

    /// Passes on what can be read, or the reason why it cannot.
    private func pass(_ read: () throws(Refusal) -> [JSON]) {
        do throws(Refusal) {
            for value in try read() {
                if let sentence = Refusal.sentence(of: value) { throw Refusal(sentence) }
                inbox.yield(value)
            }
        } catch {
            inbox.finish(throwing: error)
        }
    }
}
