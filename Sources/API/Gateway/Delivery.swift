import HTTP
import NIOCore
import NIOHTTP1
import Providers
import Router
import Schema
import Translate

/// One question on its way: waits for the model, calls it, and writes the answer; belongs to the exchange's event loop.
///
///     waiting ──► calling ──► over
///        └──────────┴──► over: the client left, or something failed
///
/// The exchange owns it through `onEnd`. Whatever happens, ``end()`` closes the upstream connection and gives the lease
/// back, once.
final class Delivery {
    private let question: Question
    private let exchange: Exchange
    private let dialect: Dialect
    private var phase = Phase.idle
    private var lent = NIODeadline.distantPast
    /// Set when the child's head has come.
    private var writer: (any AnswerWriter)?

    private enum Phase {
        case idle
        case waiting(Ticket, ModelRouter)
        case calling(Lease, UpstreamCall?)
        case over
    }

    init(of question: Question, to exchange: Exchange, in dialect: Dialect) {
        self.question = question
        self.exchange = exchange
        self.dialect = dialect
    }

    func begin(with router: ModelRouter) {
        let log = exchange.onEnd
        exchange.onEnd = {
            self.end()
            log?()
        }
        let ticket = router.lend(question.model, keepAlive: question.keepAlive, on: exchange.eventLoop) { self.go($0) }
        if let ticket { phase = .waiting(ticket, router) }
    }

    /// The model has been lent, or refused.
    private func go(_ result: Result<Lease, PoolFailure>) {
        // A client that left meanwhile: the lease ends with its last reference.
        guard exchange.isOpen else { return }
        switch result {
        case .failure(let failure): fail(Problem(failure))
        case .success(let lease):
            switch question.way {
            case .loaded(let answer):
                lease.end()
                exchange.respond(.ok, json: answer)
            case .relayed(let call, _), .collected(let call, _), .translated(let call, _, _):
                phase = .calling(lease, nil)
                lent = exchange.eventLoop.now
                let upstream = lease.instance.upstream.call(call.request, on: exchange.eventLoop, receiver: self)
                if case .calling = phase { phase = .calling(lease, upstream) }
            }
        }
    }

    /// Lets go of everything; called when the exchange is over, for whatever reason.
    private func end() {
        let last = phase
        phase = .over
        switch last {
        case .idle, .over: break
        case .waiting(let ticket, let router): router.leave(ticket)
        case .calling(let lease, let upstream):
            upstream?.cancel()
            lease.end()
        }
    }

    /// Tells the client, as far as that can still be done.
    private func fail(_ problem: Problem, isInsideChunk: Bool = false) {
        if !exchange.hasStarted {
            exchange.respond(to: problem, in: dialect)
        } else if isInsideChunk || writer?.canTellFailure == false {
            // Whatever was written now would be taken for a part of the body, or of the next answer.
            exchange.abort()
        } else {
            exchange.write(payload: ByteBuffer(bytes: problem.streamEnd(in: dialect)))
            exchange.finish()
        }
    }
}

extension Delivery: UpstreamReceiver {
    func receive(head: UpstreamHead) -> Bool {
        let writer = makeWriter(for: head)
        self.writer = writer
        return writer.begin(head)
    }

    private func makeWriter(for head: UpstreamHead) -> any AnswerWriter {
        guard head.status == 200 else { return RefusalCollector(status: head.status) }
        return switch question.way {
        case .relayed(_, let isEventStream): Relay(to: exchange, isEventStream: isEventStream)
        case .collected(_, let translator): AnswerCollector(translator, clock: clock, to: exchange)
        case .translated(_, let translator, let mediaType):
            StreamTranslation(translator, clock: clock, mediaType: mediaType, to: exchange)
        case .loaded: RefusalCollector(status: head.status)
        }
    }

    private var clock: ExchangeClock { ExchangeClock(arrival: exchange.request.arrival, lent: lent) }

    func receive(payload: ByteBuffer) {
        attempt { () throws(AnswerFault) in try writer?.write(payload: payload) }
    }

    func receive(chunks: ByteBuffer) {
        writer?.write(chunks: chunks)
    }

    func receivedAll() -> Bool {
        exchange.flush()
        guard !exchange.isWritable, case .calling(_, let upstream) = phase else { return true }
        // The client is slower than the child: the child waits.
        exchange.onWritable = { upstream?.resume() }
        return false
    }

    func receivedEnd() {
        attempt { () throws(AnswerFault) in try writer?.finish() }
    }

    func receive(failure: UpstreamFailure, isInsideChunk: Bool) {
        fail(Problem(.connectionLost, from: question.model), isInsideChunk: isInsideChunk)
    }

    private func attempt(_ work: () throws(AnswerFault) -> Void) {
        do throws(AnswerFault) { try work() } catch { fail(Problem(error, from: question.model)) }
    }
}
