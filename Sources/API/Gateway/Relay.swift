import HTTP
import NIOCore
import NIOHTTP1
import Translate

/// Hands the child's bytes on as they come, chunk framing included.
final class Relay: AnswerWriter {
    private let exchange: Exchange
    private let isEventStream: Bool
    private let endsWithDone: Bool
    private var head: UpstreamHead?
    /// The last bytes of a stream, which must say that it is over.
    private var last = ByteBuffer()
    private(set) var hasAnswered = false

    /// Relays to an exchange.
    ///
    /// - Parameters:
    ///   - exchange: Where to.
    ///   - isEventStream: Whether these are server-sent events.
    ///   - endsWithDone: Whether such a stream must say that it is over.
    init(to exchange: Exchange, isEventStream: Bool, endsWithDone: Bool = true) {
        self.exchange = exchange
        self.isEventStream = isEventStream
        self.endsWithDone = endsWithDone
    }

    var canTellFailure: Bool { isEventStream }

    var isBetweenEvents: Bool {
        // An event ends with an empty line, and a chunk with one more.
        last.readableBytes == 0 || last.readableBytesView.suffix(4).elementsEqual("\n\n\r\n".utf8)
            || last.readableBytesView.suffix(2).elementsEqual("\n\n".utf8)
    }

    func begin(_ head: UpstreamHead) -> Bool {
        self.head = head
        return exchange.takesFraming && head.framing == .chunked
    }

    func write(payload: ByteBuffer) {
        start()
        last = payload
        if !hasAnswered { hasAnswered = !isComment(payload.readableBytesView) }
        exchange.write(payload: payload)
    }

    func write(chunks: ByteBuffer) {
        start()
        last = chunks
        if !hasAnswered {
            let afterLength = chunks.readableBytesView.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
            hasAnswered = !isComment(afterLength)
        }
        exchange.write(chunks: chunks)
    }

    func finish() throws(AnswerFault) {
        if isEventStream, endsWithDone, !hasDone {
            // llama-server ends a stream that failed with the error alone. Whatever else is missing is not to be hidden.
            guard hasError else { throw .connectionLost }
            exchange.write(payload: ByteBuffer(staticString: "data: [DONE]\n\n"))
        }
        start()
        exchange.finish()
    }

    /// Writes the head, not before the first bytes: until then the question can be asked of another child.
    private func start() {
        guard let head, !exchange.hasStarted else { return }
        if isEventStream {
            exchange.start(.ok, headers: .eventStream)
        } else {
            let headers: HTTPHeaders = ["Content-Type": head.contentType ?? "application/json"]
            if case .length(let length) = head.framing {
                exchange.start(.ok, headers: headers, length: length)
            } else {
                exchange.start(.ok, headers: headers)
            }
        }
    }

    private func isComment(_ bytes: some Collection<UInt8>) -> Bool {
        isEventStream && bytes.first == UInt8(ascii: ":")
    }

    private var hasDone: Bool { last.readableBytesView.suffix(24).holds("data: [DONE]") }

    private var hasError: Bool { last.readableBytesView.holds(#"data: {"error""#) }
}

extension ByteBufferView {
    /// Whether the bytes of a text stand somewhere among these, compared without making a text of them.
    fileprivate func holds(_ text: String) -> Bool {
        indices.contains { self[$0...].starts(with: text.utf8) }
    }
}

extension HTTPHeaders {
    /// The headers of server-sent events.
    static let eventStream: HTTPHeaders = [
        "Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no",
    ]

    /// The headers of a stream of this media type.
    static func stream(of mediaType: String) -> HTTPHeaders {
        mediaType == "text/event-stream" ? eventStream : ["Content-Type": mediaType]
    }
}
