import NIOCore
package import Providers
package import Schema
package import Translate

/// What a handler wants to have asked of a model, and how the answer is to come back.
package struct Question: Sendable {
    /// The model, as the catalog names it.
    package let model: ModelID
    /// How long it shall stay afterwards; `nil` leaves that as it is.
    package var keepAlive: KeepAlive?
    /// How the answer comes back.
    package var way: Way
    /// What is tried when the child refuses; `nil` for nothing.
    package var recovery: (any Recovery)?

    /// Whether the client gets server-sent events, which may hold comments.
    var isEventStream: Bool {
        switch way {
        case .relayed(_, let isEventStream): isEventStream
        case .translated(_, _, let mediaType): mediaType == "text/event-stream"
        case .prepared(let preparation): preparation.isEventStream
        case .collected, .loaded, .recited, .answered: false
        }
    }

    /// How an answer comes back.
    package enum Way: Sendable {
        /// The child's answer, byte for byte; server-sent events must end as such.
        case relayed(Call, isEventStream: Bool)
        /// A whole answer made from the child's stream.
        case collected(Call, any AnswerTranslator)
        /// A stream made from the child's stream, of this media type.
        case translated(Call, any AnswerTranslator, mediaType: String)
        /// Nothing is asked: the model is only loaded, then this is answered.
        case loaded(@Sendable (Instance) -> JSON)
        /// The child is asked other things first.
        case prepared(any Preparation)
        /// All events of a child's stream are known: an answer is made of them, a stream of this media type, or a whole
        /// one without it.
        case recited([UInt8], any AnswerTranslator, mediaType: String?)
        /// All is known: this is answered.
        case answered(@Sendable (any AnswerClock) -> JSON)

        /// What the child is asked; `nil` for nothing.
        var call: Call? {
            switch self {
            case .relayed(let call, _), .collected(let call, _), .translated(let call, _, _): call
            case .loaded, .prepared, .recited, .answered: nil
            }
        }
    }

    /// A request to the child.
    package struct Call: Sendable {
        /// The path on the child.
        let path: StaticString
        /// The body.
        let body: ByteBuffer
        /// What the body is.
        var mediaType = "application/json"

        /// Whether it continues a conversation that the model may have had before.
        var isConversation: Bool { path.description == "/v1/chat/completions" }

        /// Whether a stream that it is answered by says that it is over; llama-server's own form does not.
        var endsWithDone: Bool { !["/completion", "/infill"].contains(path.description) }
    }
}

extension Question.Way {
    /// The same way, without the body of its request.
    var withoutBody: Question.Way {
        switch self {
        case .relayed(let call, let isEventStream): .relayed(call.withoutBody, isEventStream: isEventStream)
        case .collected(let call, let translator): .collected(call.withoutBody, translator)
        case .translated(let call, let translator, let mediaType):
            .translated(call.withoutBody, translator, mediaType: mediaType)
        default: self
        }
    }
}

extension Question.Call {
    fileprivate var withoutBody: Question.Call {
        Question.Call(path: path, body: ByteBuffer(), mediaType: mediaType)
    }
}
