import HTTP
package import NIOCore
import NIOHTTP1

/// What a handler may know of a request besides its body.
package struct Incoming: Sendable {
    /// The values of the path's parameters, percent-decoded, by name.
    package let parameters: [String: String]
    /// What stands behind the question mark.
    package let query: String
    /// When the request came.
    package let arrival: NIODeadline

    /// The value of a parameter of the path; empty when the path has none of this name.
    package subscript(parameter: String) -> String { parameters[parameter] ?? "" }
}
