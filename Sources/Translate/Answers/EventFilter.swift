/// Hands a stream on event by event, without the elements that are nothing.
///
/// llama-server begins streams for several prompts with `data: null`, which no client of OpenAI's can read.
package struct EventFilter: AnswerTranslator {
    private var hasEnd = false
    private let endsWithDone: Bool

    /// A stream of which nothing has come.
    ///
    /// - Parameter endsWithDone: Whether the stream says that it is over; llama-server's own form does not.
    package init(endsWithDone: Bool = true) {
        self.endsWithDone = endsWithDone
    }

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        guard !event.isEqual("null") else { return }
        if event.isEqual("[DONE]") {
            hasEnd = true
        } else if event.starts(with: Self.errorStart) {
            _ = try ChatEvent(event)
        }
        out.append("data: ")
        out.append(contentsOf: event)
        out.append("\n\n")
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        guard hasEnd || !endsWithDone else { throw .connectionLost }
    }

    private static let errorStart = Array(#"{"error""#.utf8)
}
