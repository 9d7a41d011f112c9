package import HTTP
import NIOCore
import NIOHTTP1
package import Schema

/// What a handler gives back: an answer that is there, or one that a model has to make.
package struct Reply<Answer: FieldValue, Stream: AnswerStream>: RouteOutput {
    private let kind: Kind

    private enum Kind {
        case whole(Answer)
        case asked(Question)
    }

    /// An answer that is there.
    package static func whole(_ answer: Answer) -> Reply { Reply(kind: .whole(answer)) }

    /// An answer that a model has to make.
    package static func asking(_ question: Question) -> Reply { Reply(kind: .asked(question)) }

    package static var answers: [AnswerDescription] {
        let whole = AnswerDescription(
            mediaType: "application/json",
            rule: Answer.rule,
            summary: Answer.rule.summary
        )
        return [whole] + (Stream.description.map { [$0] } ?? [])
    }

    package func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        switch kind {
        case .whole(let answer): exchange.respond(.ok, json: answer.json)
        case .asked(let question): gateway.ask(question, for: exchange, in: dialect)
        }
    }
}

extension Rule {
    /// What a shape says of itself, or the first of several shapes, or those of a list.
    fileprivate var summary: String {
        switch self {
        case .shape(let shape): shape.summary
        case .either(let rules): rules.lazy.map(\.summary).first { !$0.isEmpty } ?? ""
        case .list(let element, _): element.summary
        default: ""
        }
    }
}

/// How a route streams.
package protocol AnswerStream {
    /// What the document says of it; `nil` for a route that does not stream.
    static var description: AnswerDescription? { get }
}

extension Never: AnswerStream {
    package static var description: AnswerDescription? { nil }
}

/// Server-sent events that hold one element each.
package enum Events<Element: FieldValue>: AnswerStream {
    package static var description: AnswerDescription? {
        AnswerDescription(
            mediaType: "text/event-stream",
            rule: Element.rule,
            summary: "Server-sent events, if `stream` is true: each `data:` line holds one element, the last one "
                + "`[DONE]`. A failure in mid-stream is an element with `error`.",
            framing: .endedEvents
        )
    }
}

/// Server-sent events that have names, and hold one element each.
package enum NamedEvents<Element: Shape>: AnswerStream {
    /// What the answer's head says of it.
    static var mediaType: String { "text/event-stream" }

    package static var description: AnswerDescription? {
        AnswerDescription(
            mediaType: mediaType,
            rule: Element.rule,
            summary:
                "Server-sent events, if `stream` is true: each `data:` line holds one element, and the `event:` line "
                + "before it repeats the element's `type`.",
            framing: .namedEvents
        )
    }
}

/// Lines of JSON that hold one element each.
package enum Lines<Element: Shape>: AnswerStream {
    /// What the answer's head says of it.
    static var mediaType: String { "application/x-ndjson" }

    package static var description: AnswerDescription? {
        AnswerDescription(
            mediaType: mediaType,
            rule: Element.rule,
            summary: "Lines of JSON, unless `stream` is false: one element each, the last one with `done` true. "
                + "A failure in mid-stream is a last line with `error`.",
            framing: .lines
        )
    }
}

/// Text for people or probes.
package struct TextReply: RouteOutput {
    let text: String

    package static var answers: [AnswerDescription] {
        [AnswerDescription(mediaType: "text/plain", rule: nil, summary: "A line of text.")]
    }

    package func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        exchange.respond(.ok, headers: ["Content-Type": "text/plain; charset=utf-8"], body: ByteBuffer(string: text))
    }
}

extension Exchange {
    /// Answers with JSON.
    func respond(_ status: HTTPResponseStatus, json: JSON, headers: HTTPHeaders = [:]) {
        var headers = headers
        headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
        respond(status, headers: headers, body: ByteBuffer(bytes: json.bytes))
    }

    /// Answers with bytes that are JSON.
    func respond(json: ByteBuffer) {
        respond(.ok, headers: ["Content-Type": "application/json; charset=utf-8"], body: json)
    }

    /// Answers with a problem in a dialect's words.
    func respond(to problem: Problem, in dialect: Dialect) {
        var headers = HTTPHeaders()
        if let seconds = problem.retryAfter { headers.add(name: "Retry-After", value: String(max(1, seconds))) }
        if problem.code == .invalidAPIKey { headers.add(name: "WWW-Authenticate", value: "Bearer") }
        let status = HTTPResponseStatus(statusCode: problem.status(in: dialect))
        respond(status, json: problem.body(in: dialect, requestID: requestID), headers: headers)
    }
}
