package import HTTP

/// The request itself, for handlers that want to know more of it than its checked parts.
package struct Incoming: RouteInput {
    /// The request as it came.
    package let request: Request
    /// The values of the path's parameters, percent-decoded, by name.
    package let parameters: [String: String]

    /// The value of a parameter of the path; empty when the path has none of this name.
    package subscript(parameter: String) -> String { parameters[parameter] ?? "" }

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> Incoming {
        { (incoming) throws(Problem) in incoming }
    }
}
