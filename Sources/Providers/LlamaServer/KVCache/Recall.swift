/// What became of bringing a conversation back.
package enum Recall: Hashable, Sendable {
    /// There was nothing worth it, or no time; the request can be sent.
    case nothing
    /// A slot holds the conversation again; the request can be sent, and will find it by itself.
    ///
    /// `tokens` is how much of the prompt need not be computed.
    case restored(tokens: Int, bytes: Int, slot: Int, duration: Duration)
    /// The child has not taken a file that had been verified; the file is gone, and the child is being replaced.
    case failed
}
