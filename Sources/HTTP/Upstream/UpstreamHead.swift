/// Status line and headers of an upstream's answer, as far as Paddock uses them.
package struct UpstreamHead: Hashable, Sendable {
    /// The status, 100 to 999.
    package var status: Int
    /// The media type; `nil` when it was not said.
    package var contentType: String?
    /// What to wait before the next try, as the upstream spelled it.
    package var retryAfter: String?
    /// How the body's end is found.
    package var framing: Framing
    /// Whether the connection can serve another request afterwards.
    package var isReusable: Bool

    /// How the end of a body is found.
    package enum Framing: Hashable, Sendable {
        /// There is none.
        case none
        /// After this many bytes.
        case length(Int)
        /// After a chunk of size zero.
        case chunked
        /// When the connection closes.
        case untilClose
    }
}

/// Why an upstream did not answer, or not to the end.
package enum UpstreamFailure: Error, Hashable, Sendable {
    /// No connection could be made.
    case notConnected(reason: String)
    /// The connection ended before the answer did.
    case connectionLost
    /// What came is not HTTP/1.1.
    case malformed(String)
}
