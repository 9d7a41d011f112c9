import HTTP
import NIOCore
import NIOHTTP1
import NIOPosix

/// Nothing but a status, now or when some work with files is done.
struct StatusReply: RouteOutput {
    private let status: HTTPResponseStatus
    private let work: (@Sendable () throws -> Void)?

    /// A status that is known.
    init(_ status: HTTPResponseStatus) {
        self.status = status
        work = nil
    }

    /// The status 200 when some work is done, which may block and may throw a ``Problem``.
    init(after work: @escaping @Sendable () throws -> Void) {
        status = .ok
        self.work = work
    }

    static var answers: [AnswerDescription] {
        [AnswerDescription(mediaType: "text/plain", rule: nil, summary: "Nothing.")]
    }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        guard let work else { return exchange.respond(status) }
        let done = NIOThreadPool.singleton.runIfActive(eventLoop: exchange.eventLoop, work)
        done.assumeIsolated().whenComplete { result in
            switch result {
            case .success: exchange.respond(status)
            case .failure(let problem as Problem): exchange.respond(to: problem, in: dialect)
            case .failure(let error): exchange.respond(to: Problem(.internalError, "\(error)"), in: dialect)
            }
        }
    }
}
