import HTTP
import NIOCore
import Providers
import Router
import Schema
import Translate

/// What comes from the child.
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
        case .relayed(let call, let isEventStream):
            Relay(to: exchange, isEventStream: isEventStream, endsWithDone: call.endsWithDone)
        case .collected(_, let translator): AnswerCollector(translator, clock: clock, to: exchange)
        case .translated(_, let translator, let mediaType):
            StreamTranslation(translator, clock: clock, mediaType: mediaType, to: exchange)
        case .loaded, .prepared, .recited, .answered: RefusalCollector(status: head.status)
        }
    }

    /// Makes the answer of events that have come before.
    func recite(_ events: [UInt8], with translator: any AnswerTranslator, mediaType: String?) {
        writer =
            if let mediaType {
                StreamTranslation(translator, clock: clock, mediaType: mediaType, to: exchange)
            } else {
                AnswerCollector(translator, clock: clock, to: exchange)
            }
        receive(payload: ByteBuffer(bytes: events))
        receivedEnd()
    }

    var clock: ExchangeClock { ExchangeClock(arrival: exchange.request.arrival, lent: lent) }

    func receive(payload: ByteBuffer) {
        guard reply == nil else {
            reply?.body.append(contentsOf: payload.readableBytesView)
            return
        }
        noteSpeech { attempt { () throws(AnswerFault) in try writer?.write(payload: payload) } }
        if writer?.isOver == true { stopListening() }
    }

    /// The answer is complete, though the child is not done: it stops as soon as it notices that nobody listens.
    private func stopListening() {
        guard case .calling(let lease, let upstream) = phase else { return }
        phase = .calling(lease, nil)
        upstream?.cancel()
        receivedEnd()
    }

    func receive(chunks: ByteBuffer) {
        hasSpoken = true
        writer?.write(chunks: chunks)
    }

    /// Gives back the memory of a question that cannot be asked again, for its answer may take minutes.
    private func forgetBody() {
        keepsBody = false
        question.way = question.way.withoutBody
        way = way.withoutBody
        exchange.forgetBody()
    }

    /// Notes whether some work has made a part of the answer: not all that the child says does.
    private func noteSpeech(_ work: () -> Void) {
        let written = exchange.bodyBytes
        work()
        if exchange.bodyBytes > written { hasSpoken = true }
    }

    func receivedAll() -> Bool {
        noteSpeech { writer?.flush() }
        exchange.flush()
        if keepsBody, writer?.hasAnswered == true { forgetBody() }
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
