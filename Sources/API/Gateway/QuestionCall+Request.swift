import NIOCore

extension Question.Call {
    /// The request as it goes to the child, head and body in one piece so that it leaves in one write.
    var request: ByteBuffer {
        var request = ByteBufferAllocator().buffer(capacity: body.readableBytes + 160)
        request.writeStaticString("POST ")
        request.writeStaticString(path)
        request.writeStaticString(" HTTP/1.1\r\nHost: localhost\r\nContent-Type: ")
        request.writeString(mediaType)
        request.writeStaticString("\r\nContent-Length: ")
        request.writeString(String(body.readableBytes))
        request.writeStaticString("\r\n\r\n")
        request.writeImmutableBuffer(body)
        return request
    }
}
