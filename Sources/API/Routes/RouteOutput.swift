package import HTTP
package import Schema

/// One way a route can answer.
package struct AnswerDescription: Sendable {
    /// The media type, without parameters.
    package let mediaType: String
    /// What the answer, or one element of a stream, is; `nil` for text.
    package let rule: Rule?
    /// What a person should know about it.
    package let summary: String
    /// Whether elements come one after the other as they are made.
    package var isStream = false
    /// Whether they are events with names; then the last one is an element like the others.
    package var isNamed = false
    /// The HTTP status.
    package var status = 200
}

/// What a handler can give back.
package protocol RouteOutput: SendableMetatype {
    /// The ways it can answer.
    static var answers: [AnswerDescription] { get }
    /// Sends it, now or when it is there.
    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway)
}

/// The problems that a handler can have; the type says which, for the document.
package protocol RouteProblem: Error {
    /// The kinds.
    static var codes: [Problem.Code] { get }
    /// The problem.
    var problem: Problem { get }
}

extension Never: RouteProblem {
    package static var codes: [Problem.Code] { [] }
    package var problem: Problem { switch self {} }
}
