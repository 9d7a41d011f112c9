package import NIOCore
package import NIOHTTP1

/// A request and the answer being written to it; belongs to its connection's event loop.
///
/// Exactly one of ``respond(_:headers:body:)``, ``finish()`` and ``abort()`` ends it, unless the client leaves first.
package final class Exchange {
    /// What the client asked.
    package private(set) var request: Request
    /// The event loop that everything about this exchange happens on.
    package let eventLoop: any EventLoop
    /// Called once, when the answer has been written or the client has left.
    package var onEnd: (() -> Void)?
    /// Called when the client reads again after ``isWritable`` has been false.
    package var onWritable: (() -> Void)?
    /// The name by which the client can speak of this request; `nil` when it has none.
    package var requestID: String?
    /// Headers that the answer carries besides its own, whatever it is.
    package var standingHeaders = HTTPHeaders()
    /// Whether the answer's head has been written.
    package private(set) var hasStarted = false
    /// The status that was sent; 0 before, 499 when the client left before.
    package private(set) var status = 0
    /// Bytes of the answer's body so far.
    package private(set) var bodyBytes = 0

    private weak var connection: ServerConnection?
    private let keepsAlive: Bool
    private let allowsChunks: Bool
    private var isChunked = false
    private var isOver = false

    init(
        _ request: Request,
        version: HTTPVersion,
        keepsAlive: Bool,
        on connection: ServerConnection,
        loop: any EventLoop
    ) {
        self.request = request
        self.keepsAlive = keepsAlive
        self.connection = connection
        eventLoop = loop
        allowsChunks = version.minor >= 1
    }

    /// Whether the client takes what is written without it piling up here.
    package var isWritable: Bool { connection?.isWritable ?? false }

    /// Whether chunks with their framing can be written; not towards a client of HTTP/1.0.
    package var takesFraming: Bool { allowsChunks }

    /// Whether the client is still there and waits for more.
    package var isOpen: Bool { !isOver && connection != nil }

    /// Gives back the memory of the request's body, which nobody needs any more.
    package func forgetBody() { request.body = ByteBuffer() }

    /// Writes a whole answer.
    package func respond(_ status: HTTPResponseStatus, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()) {
        guard isOpen, !hasStarted else { return }
        writeHead(status, headers: headers, length: body.readableBytes)
        if request.method != .HEAD, body.readableBytes > 0 {
            bodyBytes += body.readableBytes
            send(body)
        }
        end()
    }

    /// Writes the head of an answer that comes in parts.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - headers: The headers, without those of the framing.
    ///   - length: The length of the body in bytes; `nil` when it is not known yet.
    package func start(_ status: HTTPResponseStatus, headers: HTTPHeaders, length: Int? = nil) {
        guard isOpen, !hasStarted else { return }
        writeHead(status, headers: headers, length: length)
    }

    /// Writes part of the answer's body.
    package func write(payload: ByteBuffer) {
        guard isOpen, payload.readableBytes > 0 else { return }
        bodyBytes += payload.readableBytes
        guard isChunked else { return send(payload) }
        var frame = ByteBufferAllocator().buffer(capacity: payload.readableBytes + 16)
        frame.writeString(String(payload.readableBytes, radix: 16))
        frame.writeStaticString("\r\n")
        frame.writeImmutableBuffer(payload)
        frame.writeStaticString("\r\n")
        send(frame)
    }

    /// Writes part of the answer's body that carries its own chunk framing; only if ``takesFraming``.
    package func write(chunks: ByteBuffer) {
        guard isOpen else { return }
        bodyBytes += chunks.readableBytes
        send(chunks)
    }

    /// Sends what has been written.
    package func flush() {
        sendHead()
        connection?.flush()
    }

    /// Ends an answer in parts properly.
    package func finish() {
        guard isOpen else { return }
        if isChunked { send(ByteBuffer(staticString: "0\r\n\r\n")) }
        end()
    }

    /// Ends an answer so that the client can see that something is missing.
    package func abort() {
        guard isOpen else { return }
        isOver = true
        connection?.close()
        tellEnd()
    }

    /// The client has left.
    func clientLeft() {
        guard !isOver else { return }
        isOver = true
        if !hasStarted { status = 499 }
        tellEnd()
    }

    private func writeHead(_ status: HTTPResponseStatus, headers: HTTPHeaders, length: Int?) {
        hasStarted = true
        self.status = Int(status.code)
        isChunked = length == nil && allowsChunks
        // Without chunks and without a length only the connection's end tells the answer's end.
        let closes = !keepsAlive || (length == nil && !allowsChunks)
        var head = ByteBufferAllocator().buffer(capacity: 512)
        head.write(status)
        head.write(headers)
        head.write(standingHeaders)
        if let length, status.code != 204, status.code != 304 {
            head.writeStaticString("Content-Length: ")
            head.writeString(String(length))
            head.writeStaticString("\r\n")
        }
        if isChunked { head.writeStaticString("Transfer-Encoding: chunked\r\n") }
        head.writeStaticString(closes ? "Connection: close\r\n\r\n" : "\r\n")
        closesAfterwards = closes
        self.head = head
    }

    private var closesAfterwards = false
    /// The answer's head, until something follows it or it has to go.
    private var head: ByteBuffer?
    /// The longest bytes that are copied behind a head, so that both leave as one.
    private static let joinLimit = 4096

    /// Writes bytes, behind the head if that has not left.
    private func send(_ bytes: ByteBuffer) {
        guard bytes.readableBytes <= Self.joinLimit, var joined = head else {
            sendHead()
            connection?.write(bytes)
            return
        }
        head = nil
        joined.writeImmutableBuffer(bytes)
        connection?.write(joined)
    }

    private func sendHead() {
        guard let head else { return }
        self.head = nil
        connection?.write(head)
    }

    private func end() {
        isOver = true
        flush()
        let connection = connection
        tellEnd()
        connection?.answered(self, closing: closesAfterwards)
    }

    private func tellEnd() {
        let onEnd = onEnd
        self.onEnd = nil
        onWritable = nil
        onEnd?()
    }
}

extension ByteBuffer {
    fileprivate mutating func write(_ status: HTTPResponseStatus) {
        guard status != .ok else {
            writeStaticString("HTTP/1.1 200 OK\r\n")
            return
        }
        writeStaticString("HTTP/1.1 ")
        writeString(String(status.code))
        writeStaticString(" ")
        writeString(status.reasonPhrase)
        writeStaticString("\r\n")
    }

    fileprivate mutating func write(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            writeString(name)
            writeStaticString(": ")
            writeString(value)
            writeStaticString("\r\n")
        }
    }
}
