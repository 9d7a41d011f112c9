import HTTP
import NIOCore
import NIOHTTP1
import Translate

/// Turns the child's stream into the caller's, event by event.
final class StreamTranslation: AnswerWriter {
    private var translator: any AnswerTranslator
    private var events = ServerSentEvents()
    private let clock: ExchangeClock
    private let mediaType: String
    private let exchange: Exchange
    private var lines: [UInt8] = []
    private(set) var hasAnswered = false

    init(_ translator: any AnswerTranslator, clock: ExchangeClock, mediaType: String, to exchange: Exchange) {
        self.translator = translator
        self.clock = clock
        self.mediaType = mediaType
        self.exchange = exchange
    }

    var isOver: Bool { translator.isOver }

    func begin(_ head: UpstreamHead) -> Bool {
        false
    }

    func write(payload: ByteBuffer) throws(AnswerFault) {
        do throws(AnswerFault) {
            try events.take(payload) { (event) throws(AnswerFault) in
                try translator.take(event, clock: clock, to: &lines)
            }
        } catch {
            // What came before a fault is the client's all the same.
            flush()
            throw error
        }
    }

    /// Writes the lines of all events that have come together: one by one they would cost half as much again.
    func flush() {
        guard !lines.isEmpty else { return }
        hasAnswered = true
        // Not before the first line: until then a failure has a status of its own.
        if !exchange.hasStarted { exchange.start(.ok, headers: .stream(of: mediaType)) }
        exchange.write(payload: ByteBuffer(bytes: lines))
        lines.removeAll(keepingCapacity: true)
    }

    func finish() throws(AnswerFault) {
        try translator.finish(clock: clock, to: &lines)
        flush()
        exchange.finish()
    }

    func failure(_ problem: Problem) -> [UInt8]? {
        flush()
        return translator.failure(code: problem.code.rawValue, message: problem.message)
    }
}
