import NIOCore
import Schema
import Translate

/// How the child is asked for a chat so that its functions are used as the caller wants.
struct ChatQuestion {
    private let use: OpenAI.ToolUse
    private let translator: any AnswerTranslator
    private let mediaType: String?

    static let path: StaticString = "/v1/chat/completions"

    /// Keeps a schema for the answer from the child.
    static let noSchema = (key: "response_format", value: #"{"type":"text"}"#)

    /// Has llama-server tell with every token how many there have been: a stream that is cut off tells no usage.
    private static let counting = (key: "timings_per_token", value: "true")

    /// A chat that is streamed to its child.
    ///
    /// - Parameters:
    ///   - use: What the caller wants of functions.
    ///   - answers: How many answers there are to be.
    ///   - translator: Makes the caller's answer of the child's stream.
    ///   - telling: What stands in the caller's stream besides.
    ///   - mediaType: What the caller's stream is; `nil` for a whole answer.
    init(
        _ use: OpenAI.ToolUse,
        answers: Int = 1,
        _ translator: some AnswerTranslator,
        telling: FirstCall.Telling = FirstCall.Telling(),
        mediaType: String? = nil
    ) {
        self.use = use
        self.translator =
            use.isSingle ? FirstCall(for: translator, answers: answers, telling: telling) : translator
        self.mediaType = mediaType
    }

    /// The way to the answer.
    ///
    /// - Parameter body: Makes the request with some members set; it asks for a stream.
    /// - Returns: The way.
    func way(_ body: ([(key: String, value: String)]) -> ByteBuffer) -> Question.Way {
        let counting = use.isSingle ? [Self.counting] : []
        func call(_ values: [(key: String, value: String)]) -> Question.Call {
            Question.Call(path: Self.path, body: body(counting + values))
        }
        switch use.schema {
        case .kept: return way(call([]))
        case .leftAway: return way(call([Self.noSchema]))
        case .ofText:
            let isEventStream = mediaType == "text/event-stream"
            let first = call([Self.noSchema])
            return .prepared(
                CallsFirst(first, isEventStream: isEventStream, otherwise: way(call([]))) { [translator, mediaType] in
                    .recited($0, translator, mediaType: mediaType)
                }
            )
        }
    }

    private func way(_ call: Question.Call) -> Question.Way {
        guard let mediaType else { return .collected(call, translator) }
        return .translated(call, translator, mediaType: mediaType)
    }
}

extension OpenAI.ChatRequest {
    /// The way to the answer of a request that has been translated; it asks for a stream.
    ///
    /// - Parameters:
    ///   - translator: Makes the caller's answer of the child's stream.
    ///   - mediaType: What the caller's stream is; `nil` for a whole answer.
    /// - Returns: The way.
    func way(_ translator: some AnswerTranslator, mediaType: String? = nil) -> Question.Way {
        ChatQuestion(OpenAI.ToolUse(of: members), translator, mediaType: mediaType).way { values in
            var request = self
            for (key, value) in values { request.members[key] = try? JSON(parsing: value) }
            return ByteBuffer(bytes: request.json.bytes)
        }
    }
}
