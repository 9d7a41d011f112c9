package import NIOCore

/// Takes an upstream's answer, on the event loop of the call.
///
/// The calls come in order: the head, parts of the body, then either the end or a failure, once.
package protocol UpstreamReceiver: AnyObject {
    /// The head has come. Returns whether chunks are wanted with their framing.
    func receive(head: UpstreamHead) -> Bool
    /// Part of the body has come, without framing.
    func receive(payload: ByteBuffer)
    /// Whole chunks have come, with their framing.
    func receive(chunks: ByteBuffer)
    /// All that could be read at once has been handed over. Returns whether more may come now; if not, call
    /// ``UpstreamCall/resume()`` later.
    func receivedAll() -> Bool
    /// The answer is complete.
    func receivedEnd()
    /// The answer will not be completed. `isInsideChunk` tells whether a chunk has been handed on in part.
    func receive(failure: UpstreamFailure, isInsideChunk: Bool)
}
