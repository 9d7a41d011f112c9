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
    var question: Question
    let exchange: Exchange
    private let dialect: Dialect
    let gateway: Gateway
    var phase = Phase.idle
    var lent = NIODeadline.distantPast
    var way: Question.Way
    /// What is asked before the answer itself; `nil` once that is done.
    var preparation: (any Preparation)?
    var recovery: (any Recovery)?
    /// What comes of the child's reply to a question of the preparation.
    var reply: ChildReply?
    /// Set when the child's head has come.
    var writer: (any AnswerWriter)?
    var isSecondTry = false
    /// Whether the conversation has been brought back from disk for this question.
    var isRecalled = false
    var outcome = LeaseEnd.leftAlone
    /// Whether the question's body is kept, so that it can be asked again.
    var keepsBody = true
    /// Whether anything has come since the last look of the ``SilenceWatch``.
    var hasSpoken = false

    enum Phase {
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

    func ask() {
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

    func take(_ way: Question.Way, with lease: Lease) {
        self.way = way
        phase = .calling(lease, nil)
        switch way {
        case .relayed(let call, _), .collected(let call, _), .translated(let call, _, _): recall(call, for: lease)
        case .loaded(let answer): exchange.respond(.ok, json: answer(lease.instance))
        case .recited(let events, let translator, let mediaType):
            recite(events, with: translator, mediaType: mediaType)
        case .answered(let answer): exchange.respond(.ok, json: answer(clock))
        case .prepared(let preparation):
            self.preparation = preparation
            prepare(after: nil, with: lease)
        }
    }

    func prepare(after reply: ChildReply?, with lease: Lease) {
        guard var preparation else { return }
        do throws(Problem) {
            switch try preparation.next(after: reply) {
            case .ask(let call):
                self.preparation = preparation
                phase = .calling(lease, nil)
                recall(call, for: lease)
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
    func fail(_ problem: Problem, isInsideChunk: Bool = false) {
        if !exchange.hasStarted {
            exchange.respond(to: problem, in: dialect)
        } else if isInsideChunk || writer?.canTellFailure == false {
            // Whatever was written now would be taken for a part of the body, or of the next answer.
            exchange.abort()
        } else {
            exchange.write(payload: ByteBuffer(bytes: streamEnd(telling: problem)))
            exchange.finish()
        }
    }

    /// The bytes that end a stream that has begun, if only with comments.
    private func streamEnd(telling problem: Problem) -> [UInt8] {
        if let end = writer?.failure(problem) { return end }
        if case .translated(_, var translator, _) = question.way,
            let end = translator.failure(code: problem.code.rawValue, message: problem.message)
        {
            return end
        }
        return problem.streamEnd(in: dialect)
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
