import HTTP
import NIOCore
import NIOHTTP1
import Translate

/// Hands the child's bytes on as they come, chunk framing included.
final class Relay: AnswerWriter {
    private let exchange: Exchange
    private let isEventStream: Bool
    /// The last bytes of a stream, which must say that it is over.
    private var last = ByteBuffer()

    init(to exchange: Exchange, isEventStream: Bool) {
        self.exchange = exchange
        self.isEventStream = isEventStream
    }

    var canTellFailure: Bool { isEventStream }

    func begin(_ head: UpstreamHead) -> Bool {
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
        return exchange.takesFraming && head.framing == .chunked
    }

    func write(payload: ByteBuffer) {
        last = payload
        exchange.write(payload: payload)
    }

    func write(chunks: ByteBuffer) {
        last = chunks
        exchange.write(chunks: chunks)
    }

    func finish() throws(AnswerFault) {
        if isEventStream, !endsWithDone {
            // llama-server ends a stream that failed with the error alone. Whatever else is missing is not to be hidden.
            guard hasError else { throw .connectionLost }
            exchange.write(payload: ByteBuffer(staticString: "data: [DONE]\n\n"))
        }
        exchange.finish()
    }

    private var endsWithDone: Bool {
        String(decoding: last.readableBytesView.suffix(24), as: UTF8.self).contains("data: [DONE]")
    }

    private var hasError: Bool {
        String(buffer: last).contains("data: {\"error\"")
    }
}

extension HTTPHeaders {
    /// The headers of server-sent events.
    static let eventStream: HTTPHeaders = [
        "Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no",
    ]
}
