import Schema

/// Asks the child one question, and makes another answer of its answer.
struct OneQuestion: Preparation {
    private let call: Question.Call
    private let makeAnswer: @Sendable (JSON) -> JSON?

    /// Prepares an answer.
    ///
    /// - Parameters:
    ///   - call: What the child is asked.
    ///   - makeAnswer: Makes the answer of the child's; `nil` when that cannot be understood.
    init(_ call: Question.Call, makeAnswer: @escaping @Sendable (JSON) -> JSON?) {
        self.call = call
        self.makeAnswer = makeAnswer
    }

    mutating func next(after reply: ChildReply?) throws(Problem) -> PreparationStep {
        guard let reply else { return .ask(call) }
        guard let answer = reply.json.flatMap(makeAnswer) else { throw Problem(reply) }
        return .go(.answered { _ in answer })
    }
}
