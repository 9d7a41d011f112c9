import Schema
package import Translate

/// What has to be asked of the child before the answer itself can be; a pure state machine.
package protocol Preparation: Sendable {
    /// The next step; `reply` is what the child has said to the last question, `nil` at first.
    ///
    /// - Throws: ``Problem`` when there is no way on.
    mutating func next(after reply: ChildReply?) throws(Problem) -> PreparationStep
    /// Whether the client gets server-sent events in the end; `false` by default.
    var isEventStream: Bool { get }
}

extension Preparation {
    package var isEventStream: Bool { false }
}

/// A step on the way to an answer.
package enum PreparationStep: Sendable {
    /// The child is asked something that the client does not see.
    case ask(Question.Call)
    /// All is prepared.
    case go(Question.Way)
}

/// A second way for a question that the child has refused.
package protocol Recovery: Sendable {
    /// What is asked instead; `nil`: nothing helps.
    mutating func way(after refusal: AnswerFault.Refusal) -> Question.Way?
}

/// Everything that a child has said to a question.
package struct ChildReply: Sendable {
    /// The status.
    package let status: Int
    /// The body.
    package internal(set) var body: [UInt8]

    /// The body as JSON; `nil` when it is none, or the status tells of an error.
    var json: JSON? { status == 200 ? try? JSON(parsing: body) : nil }

    /// What the child has refused for; only for another status than 200.
    var fault: AnswerFault { AnswerFault(status: status, body: body) }
}
