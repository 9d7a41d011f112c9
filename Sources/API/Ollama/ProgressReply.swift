import HTTP
import NIOCore
import NIOHTTP1
import Schema
import Translate

/// Does something long, and tells how far it is: line by line, or only the last one.
struct ProgressReply: RouteOutput {
    /// Told each step.
    typealias Tell = @Sendable (Ollama.ProgressAnswer) -> Void

    let isStream: Bool
    /// The work, which may throw a ``Problem``; it is cancelled when the client leaves.
    let work: @Sendable (@escaping Tell) async throws(Problem) -> Void

    static var answers: [AnswerDescription] {
        Reply<Ollama.ProgressAnswer, Lines<Ollama.ProgressAnswer>>.answers
    }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        let loop = exchange.eventLoop
        let writer = NIOLoopBound(ProgressWriter(exchange, dialect, isStream: isStream), eventLoop: loop)
        let task = Task { [work] in
            do throws(Problem) {
                try await work { step in loop.execute { writer.value.tell(step) } }
                loop.execute { writer.value.finish() }
            } catch {
                loop.execute { writer.value.fail(error) }
            }
        }
        let log = exchange.onEnd
        exchange.onEnd = {
            task.cancel()
            log?()
        }
    }
}

/// Writes steps to a client; belongs to the exchange's event loop.
private final class ProgressWriter {
    private let exchange: Exchange
    private let dialect: Dialect
    private let isStream: Bool
    private var last: Ollama.ProgressAnswer?

    init(_ exchange: Exchange, _ dialect: Dialect, isStream: Bool) {
        self.exchange = exchange
        self.dialect = dialect
        self.isStream = isStream
    }

    func tell(_ step: Ollama.ProgressAnswer) {
        last = step
        guard isStream, exchange.isOpen else { return }
        let mediaType = Lines<Ollama.ProgressAnswer>.mediaType
        if !exchange.hasStarted { exchange.start(.ok, headers: ["Content-Type": mediaType]) }
        // Steps that a slow client has no room for are left out; the one that counts is the last.
        guard exchange.isWritable || step.status == "success" else { return }
        exchange.write(payload: ByteBuffer(bytes: step.json.bytes + "\n".utf8))
        exchange.flush()
    }

    func finish() {
        guard exchange.isOpen else { return }
        if isStream {
            exchange.finish()
        } else {
            exchange.respond(.ok, json: (last ?? Ollama.ProgressAnswer("success")).json)
        }
    }

    func fail(_ problem: Problem) {
        guard exchange.isOpen else { return }
        guard exchange.hasStarted else { return exchange.respond(to: problem, in: dialect) }
        exchange.write(payload: ByteBuffer(bytes: problem.streamEnd(in: dialect)))
        exchange.finish()
    }
}
