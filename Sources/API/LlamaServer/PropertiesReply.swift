import HTTP
import NIOCore
import NIOHTTP1
import Providers
import Schema
import Translate

/// What llama-server says of a running model, or what is known of one that does not run; nothing is loaded or woken.
struct PropertiesReply: RouteOutput {
    /// The model as it runs; `nil` when it does not.
    let instance: Instance?
    let known: LlamaCpp.Properties

    static var answers: [AnswerDescription] { Reply<LlamaCpp.Properties, Never>.answers }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        guard let instance else { return exchange.respond(.ok, json: known.json) }
        ChildLook(for: exchange, otherwise: known).begin(at: instance)
    }
}

/// A look at a child's `/props`; belongs to the exchange's event loop.
///
/// The model is not lent, so it may leave meanwhile, and a child that hangs is not waited for: then what is known of it
/// is answered.
private final class ChildLook: UpstreamReceiver {
    private let exchange: Exchange
    private let known: LlamaCpp.Properties
    private var call: UpstreamCall?
    private var alarm: Scheduled<Void>?
    private var status = 0
    private var body = ByteBuffer()

    private static let patience = TimeAmount.seconds(5)
    private static let limit = 16 << 20
    private static let request = ByteBuffer(staticString: "GET /props HTTP/1.1\r\nHost: localhost\r\n\r\n")

    init(for exchange: Exchange, otherwise known: LlamaCpp.Properties) {
        self.exchange = exchange
        self.known = known
    }

    func begin(at instance: Instance) {
        let log = exchange.onEnd
        exchange.onEnd = {
            self.end()
            log?()
        }
        alarm = exchange.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { self.answerWithKnown(true) }
        let call = instance.upstream.call(Self.request, on: exchange.eventLoop, receiver: self)
        if exchange.isOpen { self.call = call }
    }

    private func end() {
        alarm?.cancel()
        alarm = nil
        call?.cancel()
        call = nil
    }

    private func answerWithKnown(_ isLoaded: Bool) {
        var known = known
        known.loaded = isLoaded
        exchange.respond(.ok, json: known.json)
    }

    func receive(head: UpstreamHead) -> Bool {
        status = head.status
        return false
    }

    func receive(payload: ByteBuffer) {
        guard body.readableBytes + payload.readableBytes <= Self.limit else { return answerWithKnown(true) }
        body.writeImmutableBuffer(payload)
    }

    func receive(chunks: ByteBuffer) {}

    func receivedAll() -> Bool { true }

    func receivedEnd() {
        call = nil
        guard status == 200, body.readInteger(as: UInt8.self) == UInt8(ascii: "{") else { return answerWithKnown(true) }
        var answer = ByteBuffer(staticString: #"{"loaded":true,"#)
        answer.writeImmutableBuffer(body)
        exchange.respond(.ok, headers: ["Content-Type": "application/json; charset=utf-8"], body: answer)
    }

    func receive(failure: UpstreamFailure, isInsideChunk: Bool) {
        call = nil
        answerWithKnown(false)
    }
}
