import Schema

/// Makes the events of a streamed response from the stream of a chat.
///
/// The text of an ordinary event is copied as it is, still escaped: both protocols have the same escapes. Everything
/// else goes through a tree.
package struct ResponsesStream: AnswerTranslator {
    private let response: OpenAI.Response
    private var draft: ResponseDraft
    private var events = ResponseEvents()
    private var hasBegun = false

    /// A stream of which nothing has come.
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
        if let text = PlainText.find(in: event), draft.growMessage(by: text) {
            if !text.isEmpty { events.writeDelta(text, to: &out) }
            return
        }
        // First, for a failure that comes before anything else has a status of its own.
        let changes = try draft.take(event)
        begin(to: &out)
        for change in changes { events.write(change, to: &out) }
    }

    package mutating func finish(clock: some AnswerClock, to out: inout [UInt8]) throws(AnswerFault) {
        let response = try draft.whole(response, at: clock.now)
        events.write(response.status == .completed ? .completed : .incomplete, response, to: &out)
    }

    package mutating func failure(code: String, message: String) -> [UInt8]? {
        var out: [UInt8] = []
        begin(to: &out)
        events.write(.failed, draft.failed(response, code, message), to: &out)
        return out
    }

    private mutating func begin(to out: inout [UInt8]) {
        guard !hasBegun else { return }
        hasBegun = true
        events.write(.created, response, to: &out)
        events.write(.inProgress, response, to: &out)
    }
}
