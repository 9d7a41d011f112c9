import HTTP
import NIOCore
import Translate

/// Writes what a child answers to a client, in one of several ways.
protocol AnswerWriter: AnyObject {
    /// Whether an answer that has begun can still tell of a failure; a body of known length or form cannot.
    var canTellFailure: Bool { get }
    /// Whether anything of the answer has gone to the client; heads and comments do not count.
    var hasAnswered: Bool { get }
    /// Whether something of our own could be written to an event stream now, without cutting an event in two.
    var isBetweenEvents: Bool { get }
    /// Whether the answer is complete, whatever the child has still to say.
    var isOver: Bool { get }
    /// The answer begins. Returns whether its chunks are wanted with their framing.
    func begin(_ head: UpstreamHead) -> Bool
    /// Takes part of the body, without framing.
    func write(payload: ByteBuffer) throws(AnswerFault)
    /// Takes whole chunks of the body, with their framing.
    func write(chunks: ByteBuffer)
    /// The child has said all that it says for now: what has been held back goes to the client.
    func flush()
    /// The child's answer is complete.
    func finish() throws(AnswerFault)
    /// What tells of a failure in an answer that has begun; `nil` for the dialect's own end.
    func failure(_ problem: Problem) -> [UInt8]?
}

extension AnswerWriter {
    var canTellFailure: Bool { true }

    var hasAnswered: Bool { false }

    var isBetweenEvents: Bool { true }

    var isOver: Bool { false }

    func flush() {}

    func failure(_ problem: Problem) -> [UInt8]? { nil }

    func write(chunks: ByteBuffer) {
        preconditionFailure("framing comes only to those who asked for it")
    }
}
