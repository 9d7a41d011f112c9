import Schema

/// Makes a whole response from the stream of a chat.
package struct ResponsesAggregate: AnswerTranslator {
    private let response: OpenAI.Response
    private var draft: ResponseDraft

    /// A response of which nothing has come.
    ///
    /// - Parameter response: The response as it is before anything of it has come.
    package init(_ response: OpenAI.Response) {
        self.response = response
        draft = ResponseDraft(of: response)
    }

    package mutating func take(
        _ event: UnsafeRawBufferPointer,
        clock: some AnswerClock,
        to out: inout [UInt8]
    ) throws(AnswerFault) {
        if let text = PlainText.find(in: event), draft.growMessage(by: text) { return }
        _ = try draft.take(event)
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        try draft.whole(response, at: clock.now).json.write(to: &out)
    }
}
