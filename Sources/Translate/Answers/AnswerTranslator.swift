/// Turns the child's stream of events into the caller's answer; a pure state machine.
package protocol AnswerTranslator: Sendable {
    /// Takes the data of one event and adds what the caller gets now; `[DONE]` is an event too.
    ///
    /// - Throws: ``AnswerFault`` when the event says that the answer has failed, or cannot be understood.
    mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault)

    /// The child's stream has ended: adds the rest.
    ///
    /// - Throws: ``AnswerFault/connectionLost`` when the answer is not complete.
    mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault)

    /// Whether the answer is complete, whatever the child has still to say; `false` by default.
    var isOver: Bool { get }

    /// What tells a caller whose stream has begun that it fails; `nil`, the default, for the dialect's own end.
    ///
    /// - Parameters:
    ///   - code: The kind of problem.
    ///   - message: What happened, to which model, and what helps.
    /// - Returns: The last bytes of the stream.
    mutating func failure(code: String, message: String) -> [UInt8]?
}

extension AnswerTranslator {
    package var isOver: Bool { false }

    package mutating func failure(code: String, message: String) -> [UInt8]? { nil }
}

/// The times that an answer tells.
package protocol AnswerClock {
    /// The time of day.
    var now: Timestamp { get }
    /// From the request's arrival until its model could be used.
    var load: Duration { get }
    /// From the request's arrival until now.
    var total: Duration { get }
}

extension [UInt8] {
    /// Adds the bytes of a text.
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these are the bytes of a text.
    func isEqual(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: count))
    }
}
