import NIOCore

extension Question.Call {
    /// A longer body leaves behind its head, not in one piece with it: to copy it would take longer.
    private static let joinLimit = 16 << 10

    /// The request as it goes to the child.
    var request: [ByteBuffer] {
        let isShort = body.readableBytes <= Self.joinLimit
        var head = ByteBufferAllocator().buffer(capacity: (isShort ? body.readableBytes : 0) + 160)
        head.writeStaticString("POST ")
        head.writeStaticString(path)
        head.writeStaticString(" HTTP/1.1\r\nHost: localhost\r\nContent-Type: ")
        head.writeString(mediaType)
        head.writeStaticString("\r\nContent-Length: ")
        head.writeString(String(body.readableBytes))
        head.writeStaticString("\r\n\r\n")
        guard isShort else { return [head, body] }
        head.writeImmutableBuffer(body)
        return [head]
    }
}
