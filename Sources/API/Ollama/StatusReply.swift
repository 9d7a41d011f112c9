import HTTP
import NIOCore
import NIOHTTP1
import NIOPosix

/// Nothing but the status 200, when some work with files is done.
struct StatusReply: RouteOutput {
    private let work: @Sendable () throws -> Void

    /// Answers after some work, which may block and may throw a ``Problem``.
    init(after work: @escaping @Sendable () throws -> Void) {
        self.work = work
    }

    static var answers: [AnswerDescription] {
        [AnswerDescription(summary: "Nothing.")]
    }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        let done = NIOThreadPool.singleton.runIfActive(eventLoop: exchange.eventLoop, work)
        done.assumeIsolated().whenComplete { result in
            switch result {
            case .success: exchange.respond(.ok)
            case .failure(let problem as Problem): exchange.respond(to: problem, in: dialect)
            case .failure(let error): exchange.respond(to: Problem(.internalError, "\(error)"), in: dialect)
            }
        }
    }
}

/// Nothing but a status that tells whether something is there.
struct PresenceReply: RouteOutput {
    let isThere: Bool

    static var answers: [AnswerDescription] {
        [
            AnswerDescription(summary: "Nothing: it is there."),
            AnswerDescription(summary: "Nothing: it is not there.", status: 404),
        ]
    }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        exchange.respond(isThere ? .ok : .notFound)
    }
}
