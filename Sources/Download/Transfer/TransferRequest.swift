/// A question to a server.
struct TransferRequest: Hashable, Sendable {
    /// Where to ask, with `http://` or `https://`.
    var url: String
    /// Lines beside those that libcurl writes; a line with a secret goes to no other host that an answer points to.
    var lines: [String] = []
    /// The bytes that are wanted; `nil` for all.
    var range: Range<Int>?
    /// Whether an answer may point to a place that is not encrypted.
    var allowsPlainHTTP = false
    /// How long nothing may come.
    var patience = Duration.seconds(30)

    /// A question for all of what lies somewhere.
    init(_ url: String) {
        self.url = url
    }
}

/// What becomes of the bytes of an answer.
///
/// Both calls come on the one thread of all transfers, so they must not wait. To return `false` ends the transfer.
protocol TransferSink: AnyObject, Sendable {
    /// The head of the answer is whole.
    func begin(_ head: AnswerHead) -> Bool
    /// The next bytes of the body.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool
}

/// Why a transfer came to no end.
enum TransferFault: Error, Hashable, Sendable {
    /// The task was cancelled.
    case cancelled
    /// The sink wanted no more.
    case ended
    /// Nothing has come for so long.
    case stalled(Duration)
    /// The network or the server; trying again may help.
    case broken(String)
    /// Something that will be the same the next time.
    case lasting(String)
}
