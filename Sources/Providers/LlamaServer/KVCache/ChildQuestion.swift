import HTTP
import NIOCore

/// What a child has said to a question.
struct ChildAnswer: Hashable, Sendable {
    let status: Int
    let body: ByteBuffer
}

/// Why a child has not answered a question.
enum ChildSilence: Error, Hashable, Sendable {
    /// The time was up.
    case late
    /// The task that asked was cancelled.
    case cancelled
    /// The answer was longer than anybody needs.
    case tooLong
    /// There is no connection, or it broke.
    case lost(UpstreamFailure)
}

/// One question to a child, asked on an event loop and awaited by a task.
///
/// It ends once, with the answer or with the first reason that there is none; the time limit sees to it that it does.
final class ChildQuestion: UpstreamReceiver {
    private var call: UpstreamCall?
    private var alarm: Scheduled<Void>?
    private var continuation: CheckedContinuation<Result<ChildAnswer, ChildSilence>, Never>?
    private var result: Result<ChildAnswer, ChildSilence>?
    private var status = 0
    private var body = ByteBuffer()

    /// The tokens of the longest prompts take some megabytes.
    private static let bodyLimit = 64 << 20

    /// Asks, and waits for the whole answer.
    ///
    /// - Parameters:
    ///   - request: Head and body, as they go out.
    ///   - upstream: The child.
    ///   - loop: One of the event loops that the upstream was made for.
    ///   - limit: How long to wait; what is not positive is late at once.
    /// - Returns: The answer, whatever its status.
    /// - Throws: ``ChildSilence``.
    static func ask(
        _ request: ByteBuffer,
        of upstream: UpstreamPool,
        on loop: any EventLoop,
        within limit: Duration
    ) async throws(ChildSilence) -> ChildAnswer {
        guard limit > .zero else { throw .late }
        let question = NIOLoopBoundBox.makeBoxSendingValue(ChildQuestion(), eventLoop: loop)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.execute { question.value.start(request, upstream, loop, limit, continuation) }
            }
        } onCancel: {
            loop.execute { question.value.end(.failure(.cancelled)) }
        }
        return try result.get()
    }

    private func start(
        _ request: ByteBuffer,
        _ upstream: UpstreamPool,
        _ loop: any EventLoop,
        _ limit: Duration,
        _ continuation: CheckedContinuation<Result<ChildAnswer, ChildSilence>, Never>
    ) {
        // The task may have been cancelled before the question was asked.
        if let result { return continuation.resume(returning: result) }
        self.continuation = continuation
        alarm = loop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) { self.end(.failure(.late)) }
        let call = upstream.call(request, on: loop, receiver: self)
        if result == nil { self.call = call }
    }

    private func end(_ result: Result<ChildAnswer, ChildSilence>) {
        guard self.result == nil else { return }
        self.result = result
        alarm?.cancel()
        call?.cancel()
        call = nil
        continuation?.resume(returning: result)
        continuation = nil
    }

    func receive(head: UpstreamHead) -> Bool {
        status = head.status
        return false
    }

    func receive(payload: ByteBuffer) {
        guard body.readableBytes + payload.readableBytes <= Self.bodyLimit else { return end(.failure(.tooLong)) }
        body.writeImmutableBuffer(payload)
    }

    func receive(chunks: ByteBuffer) {}

    func receivedAll() -> Bool { true }

    func receivedEnd() {
        call = nil
        end(.success(ChildAnswer(status: status, body: body)))
    }

    func receive(failure: UpstreamFailure, isInsideChunk: Bool) {
        call = nil
        end(.failure(.lost(failure)))
    }
}

extension ChildQuestion {
    /// A request without a body.
    static func get(_ path: String) -> ByteBuffer {
        ByteBuffer(string: "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    }

    /// A request with a body in JSON.
    static func post(_ path: String, _ body: ByteBuffer) -> ByteBuffer {
        var request = ByteBuffer(
            string: "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.readableBytes)\r\n\r\n"
        )
        request.writeImmutableBuffer(body)
        return request
    }
}
