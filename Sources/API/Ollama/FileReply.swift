import HTTP
import NIOCore
import NIOHTTP1
import NIOPosix
import Schema

/// An answer that reading files makes, which an event loop should not wait for.
struct FileReply<Answer: Shape>: RouteOutput {
    /// Makes the answer.
    let work: @Sendable () -> Answer

    static var answers: [AnswerDescription] { Reply<Answer, Never>.answers }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        let body = NIOThreadPool.singleton.runIfActive(eventLoop: exchange.eventLoop) { [work] in
            ByteBuffer(bytes: work().json.bytes)
        }
        body.assumeIsolated().whenComplete { result in
            switch result {
            case .success(let body):
                exchange.respond(.ok, headers: ["Content-Type": "application/json; charset=utf-8"], body: body)
            case .failure(let error): exchange.respond(to: Problem(.internalError, "\(error)"), in: dialect)
            }
        }
    }
}
