package import HTTP

/// The request itself, for handlers that want to know more of it than its checked parts.
package struct Incoming: RouteInput {
    /// The request as it came.
    package let request: Request
    /// The values of the path's parameters, percent-decoded, by name.
    package let parameters: [String: String]
    /// Who sends it.
    package let caller: Caller

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> Incoming {
        { (incoming) throws(Problem) in incoming }
    }
}
