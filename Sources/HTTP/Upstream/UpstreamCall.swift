import NIOCore

/// One request on its way to an upstream; belongs to its event loop.
package final class UpstreamCall {
    /// The request, head and body as they go out, until something of the answer has come: it is not sent again then.
    private(set) var request: [ByteBuffer]
    private(set) weak var receiver: (any UpstreamReceiver)?
    private var connection: UpstreamConnection?
    private(set) var isCancelled = false

    init(request: [ByteBuffer], receiver: any UpstreamReceiver) {
        self.request = request
        self.receiver = receiver
    }

    /// Closes the connection at once; the receiver hears nothing more.
    ///
    /// Harmless when the answer is complete.
    package func cancel() {
        isCancelled = true
        receiver = nil
        connection?.abandon()
        connection = nil
    }

    /// Lets more of the answer come after ``UpstreamReceiver/receivedAll()`` has said no.
    package func resume() {
        connection?.read()
    }

    /// Something of the answer has come.
    func noteAnswered() {
        if !request.isEmpty { request = [] }
    }

    func carried(by connection: UpstreamConnection?) {
        self.connection = connection
    }

    func fail(_ failure: UpstreamFailure, isInsideChunk: Bool = false) {
        connection = nil
        let receiver = receiver
        self.receiver = nil
        receiver?.receive(failure: failure, isInsideChunk: isInsideChunk)
    }

    func end() {
        connection = nil
        let receiver = receiver
        self.receiver = nil
        receiver?.receivedEnd()
    }
}
