import HTTP
import NIOCore
import Translate

/// Collects what the child says when it does not answer, so that it can be put into the caller's words.
final class RefusalCollector: AnswerWriter {
    private let status: Int
    private var body: [UInt8] = []

    /// What is longer is no message.
    private static let limit = 64 * 1024

    init(status: Int) {
        self.status = status
    }

    func begin(_ head: UpstreamHead) -> Bool {
        false
    }

    func write(payload: ByteBuffer) {
        body.append(contentsOf: payload.readableBytesView.prefix(Self.limit - body.count))
    }

    func finish() throws(AnswerFault) {
        throw AnswerFault(status: status, body: body)
    }
}
