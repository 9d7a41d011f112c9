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
///        ▲           │ the child died, and nothing of its answer has been passed on: once more
///        └───────────┘
///
/// It is over as soon as the client leaves, too. The exchange owns it through `onEnd`. Whatever happens, ``end()``
/// closes the upstream connection and gives the lease back, once.
final class Delivery {
    private let question: Question
    private let exchange: Exchange
    private let dialect: Dialect
    private let gateway: Gateway
    private var phase = Phase.idle
    private var lent = NIODeadline.distantPast
    private var way: Question.Way
    /// What is asked before the answer itself; `nil` once that is done.
    private var preparation: (any Preparation)?
    private var recovery: (any Recovery)?
    /// What comes of the child's reply to a question of the preparation.
    private var reply: ChildReply?
    /// Set when the child's head has come.
    private var writer: (any AnswerWriter)?
    private var isSecondTry = false
    /// Whether the conversation has been brought back from disk for this question.
    private var isRecalled = false
    private var outcome = LeaseEnd.leftAlone
    /// Whether anything has come since the last look of the ``SilenceWatch``.
    var hasSpoken = false

    private enum Phase {
        case idle
        case waiting(Ticket)
        case calling(Lease, UpstreamCall?)
        case over
    }

    init(of question: Question, to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        self.question = question
        way = question.way
        recovery = question.recovery
        self.exchange = exchange
        self.dialect = dialect
        self.gateway = gateway
    }

    func begin() {
        let log = exchange.onEnd
        exchange.onEnd = {
            self.end()
            log?()
        }
        if question.isEventStream { gateway.silence(on: exchange.eventLoop)?.add(self) }
        ask()
    }

    private func ask() {
        let ticket = gateway.router.lend(question.model, keepAlive: question.keepAlive, on: exchange.eventLoop) {
            self.go($0)
        }
        if let ticket { phase = .waiting(ticket) }
    }

    /// The model has been lent, or refused.
    private func go(_ result: Result<Lease, PoolFailure>) {
        // A client that left meanwhile: the lease ends with its last reference.
        guard exchange.isOpen else { return }
        switch result {
        case .failure(let failure):
            phase = .idle
            fail(Problem(failure))
        case .success(let lease):
            lent = exchange.eventLoop.now
            take(question.way, with: lease)
        }
    }

    private func take(_ way: Question.Way, with lease: Lease) {
        self.way = way
        phase = .calling(lease, nil)
        switch way {
        case .relayed(let call, _), .collected(let call, _), .translated(let call, _, _): recall(call, for: lease)
        case .loaded(let answer): exchange.respond(.ok, json: answer(lease.instance))
        case .answered(let answer): exchange.respond(.ok, json: answer(clock))
        case .prepared(let preparation):
            self.preparation = preparation
            prepare(after: nil, with: lease)
        }
    }

    private func prepare(after reply: ChildReply?, with lease: Lease) {
        guard var preparation else { return }
        do throws(Problem) {
            switch try preparation.next(after: reply) {
            case .ask(let call):
                self.preparation = preparation
                send(call, to: lease)
            case .go(let way):
                self.preparation = nil
                take(way, with: lease)
            }
        } catch {
            fail(error)
        }
    }

    /// Has the conversation brought back first, if it lies on disk.
    private func recall(_ call: Question.Call, for lease: Lease) {
        guard call.isConversation, let slots = lease.instance.slots, slots.mayRecall(call.body) else {
            return send(call, to: lease)
        }
        slots.recall(call.body, on: exchange.eventLoop) { recall in
            guard case .calling(let holder, nil) = self.phase, holder === lease else { return }
            if case .restored = recall { self.isRecalled = true }
            self.send(call, to: lease)
        }
    }

    private func send(_ call: Question.Call, to lease: Lease) {
        if call.isConversation { lease.instance.slots?.noteRequest(call.body) }
        let upstream = lease.instance.upstream.call(call.request, on: exchange.eventLoop, receiver: self)
        if case .calling = phase { phase = .calling(lease, upstream) }
    }

    /// Lets go of everything; called when the exchange is over, for whatever reason.
    private func end() {
        let last = phase
        phase = .over
        if question.isEventStream { gateway.silence(on: exchange.eventLoop)?.remove(self) }
        switch last {
        case .idle, .over: break
        case .waiting(let ticket): gateway.router.leave(ticket)
        case .calling(let lease, let upstream):
            upstream?.cancel()
            lease.end(outcome, status: exchange.status)
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

extension Delivery: SilentStream {
    func breakSilence() {
        guard exchange.isOpen, exchange.isWritable, writer?.isBetweenEvents ?? true else { return }
        if !exchange.hasStarted { exchange.start(.ok, headers: .eventStream) }
        exchange.write(payload: ByteBuffer(staticString: ":\n\n"))
        exchange.flush()
    }
}

extension Delivery: UpstreamReceiver {
    func receive(head: UpstreamHead) -> Bool {
        guard preparation == nil else {
            reply = ChildReply(status: head.status, body: [])
            return false
        }
        let writer = makeWriter(for: head)
        self.writer = writer
        return writer.begin(head)
    }

    private func makeWriter(for head: UpstreamHead) -> any AnswerWriter {
        guard head.status == 200 else { return RefusalCollector(status: head.status) }
        return switch way {
        case .relayed(_, let isEventStream): Relay(to: exchange, isEventStream: isEventStream)
        case .collected(_, let translator): AnswerCollector(translator, clock: clock, to: exchange)
        case .translated(_, let translator, let mediaType):
            StreamTranslation(translator, clock: clock, mediaType: mediaType, to: exchange)
        case .loaded, .prepared, .answered: RefusalCollector(status: head.status)
        }
    }

    private var clock: ExchangeClock { ExchangeClock(arrival: exchange.request.arrival, lent: lent) }

    func receive(payload: ByteBuffer) {
        hasSpoken = true
        guard reply == nil else {
            reply?.body.append(contentsOf: payload.readableBytesView)
            return
        }
        attempt { () throws(AnswerFault) in try writer?.write(payload: payload) }
    }

    func receive(chunks: ByteBuffer) {
        hasSpoken = true
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
        guard case .calling(let lease, _) = phase else { return }
        outcome = .served
        if let reply {
            self.reply = nil
            return prepare(after: reply, with: lease)
        }
        if isRecalled { lease.instance.slots?.checkRecall() }
        do throws(AnswerFault) { try writer?.finish() } catch {
            guard case .refused(let refusal) = error, !exchange.hasStarted,
                let way = recovery?.way(after: refusal)
            else {
                return attempt { () throws(AnswerFault) in throw error }
            }
            take(way, with: lease)
        }
    }

    func receive(failure: UpstreamFailure, isInsideChunk: Bool) {
        lose(isInsideChunk: isInsideChunk)
    }

    private func attempt(_ work: () throws(AnswerFault) -> Void) {
        do throws(AnswerFault) {
            try work()
        } catch {
            if error == .connectionLost {
                lose(isInsideChunk: false)
            } else {
                fail(Problem(error, from: question.model))
            }
        }
    }

    /// The child broke off: another one is asked if the client has got nothing of the answer, else the client is told.
    private func lose(isInsideChunk: Bool) {
        guard case .calling(let lease, let upstream) = phase else { return }
        phase = .idle
        upstream?.cancel()
        let isFinal = isSecondTry || writer?.hasAnswered == true
        if isFinal {
            lease.explain(on: exchange.eventLoop) { cause in
                self.fail(Problem(brokenOff: self.question.model, cause), isInsideChunk: isInsideChunk)
            }
        }
        lease.end(.lost, status: exchange.status)
        guard !isFinal else { return }
        isSecondTry = true
        writer = nil
        (preparation, reply, recovery) = (nil, nil, question.recovery)
        ask()
    }
}
