package import NIOCore

/// Takes a request's body piece by piece, so that it need not fit into memory; belongs to the connection's event loop.
package protocol BodySink: AnyObject {
    /// Takes the next piece; more is read from the client when the future succeeds. When it fails, the request is
    /// answered at once and the connection is closed.
    func take(_ piece: ByteBuffer) -> EventLoopFuture<Void>
    /// The client has left before the body was complete.
    func abandon()
}
