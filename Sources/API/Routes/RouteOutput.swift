package import HTTP
package import Schema

/// One way a route can answer.
package struct AnswerDescription: Sendable {
    /// The media type, without parameters; `nil` for an answer without a body.
    package var mediaType: String?
    /// What the answer, or one element of a stream, is; `nil` for text.
    package var rule: Rule?
    /// What a person should know about it.
    package let summary: String
    /// How elements come one after the other as they are made; `nil` when the answer comes as a whole.
    package var framing: Framing?
    /// The HTTP status.
    package var status = 200
}

/// How the elements of a stream are told from each other.
package enum Framing: Sendable {
    /// Each is a line of JSON.
    case lines
    /// Each is the data of a server-sent event.
    case events
    /// Each is the data of a server-sent event, whose name repeats the element's `type`.
    case namedEvents
    /// Each is the data of a server-sent event, and an event with the data `[DONE]` ends the stream.
    case endedEvents
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
