package import Schema

/// Something that a handler takes from a request: its body, what stands behind the question mark, the request itself.
///
/// A handler lists its inputs as its parameters. The table takes them from each request in that order, and describes
/// them in the document.
package protocol RouteInput: SendableMetatype {
    /// What the document says of it; nothing by default.
    static var description: InputDescription { get }
    /// Makes what takes the input from requests: called once for each route, so that rules are built once.
    static func reader() -> @Sendable (Incoming) throws(Problem) -> Self
}

extension RouteInput {
    package static var description: InputDescription { .nothing }
}

/// What the document says of an input.
package enum InputDescription: Sendable {
    /// A body of this media type that follows a rule.
    case body(Rule, mediaType: String = "application/json")
    /// A body that is a file of any kind.
    case bytes
    /// Values behind the question mark, the fields of a shape.
    case query(ShapeRule)
    /// Values in the path, the fields of a shape.
    case path(ShapeRule)
    /// It is no matter of the client's.
    case nothing

    /// The media type of forms with files.
    static let form = "multipart/form-data"

    /// The problems that taking it can have.
    var problems: [Problem.Code] {
        switch self {
        case .body(_, Self.form): [.unsupportedMediaType, .invalidForm, .invalidValue, .missingField, .payloadTooLarge]
        case .body: [.unsupportedMediaType, .invalidJSON, .invalidValue, .missingField, .payloadTooLarge]
        case .query: [.invalidValue, .missingField]
        case .path: [.invalidValue]
        case .bytes, .nothing: []
        }
    }
}
