import HTTP
import NIOCore
import NIOHTTP1
import Translate

/// Makes one whole answer from the child's stream.
final class AnswerCollector: AnswerWriter {
    private var translator: any AnswerTranslator
    private var events = ServerSentEvents()
    private let clock: ExchangeClock
    private let exchange: Exchange
    private var body: [UInt8] = []

    init(_ translator: any AnswerTranslator, clock: ExchangeClock, to exchange: Exchange) {
        self.translator = translator
        self.clock = clock
        self.exchange = exchange
    }

    var isOver: Bool { translator.isOver }

    func begin(_ head: UpstreamHead) -> Bool {
        false
    }

    func write(payload: ByteBuffer) throws(AnswerFault) {
        try events.take(payload) { (event) throws(AnswerFault) in try translator.take(event, clock: clock, to: &body) }
    }

    func finish() throws(AnswerFault) {
        try translator.finish(clock: clock, to: &body)
        exchange.respond(
            .ok,
            headers: ["Content-Type": "application/json; charset=utf-8"],
            body: ByteBuffer(bytes: body)
        )
    }
}
