package import NIOCore

/// How much a client may ask for before it has said what it wants.
package struct ServerLimits: Sendable {
    /// The longest body, in bytes; 100 MiB, as llama-server has it.
    package var bodyBytes = 100 * 1024 * 1024
    /// How long a connection may stand without a request; 2 minutes.
    package var idle = TimeAmount.minutes(2)
    /// How many parts of further requests a client may send ahead.
    var partsAhead = 64
    /// How many bytes of further requests a client may send ahead.
    var bytesAhead = 256 * 1024

    /// The default limits.
    package init() {}
}

/// Why the bytes of a client were not taken as a request.
package enum ServerRefusal: Hashable, Sendable {
    /// They are not HTTP/1.1.
    case notHTTP
    /// Request line and headers are too long.
    case headTooLong
    /// The body is longer than this many bytes.
    case bodyTooLong(limit: Int)
}
