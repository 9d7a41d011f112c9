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
        ChildLook(for: exchange) { answer(exchange, $0) }.begin(at: instance, asking: Self.request)
    }

    private static let request = ChildLook.request("GET /props")

    private func answer(_ exchange: Exchange, _ finding: ChildLook.Finding) {
        var known = known
        switch finding {
        case .said(200, let body) where body.readableBytesView.first == UInt8(ascii: "{"):
            var answer = ByteBuffer(staticString: #"{"loaded":true,"#)
            answer.writeImmutableBuffer(body.getSlice(at: body.readerIndex + 1, length: body.readableBytes - 1) ?? body)
            exchange.respond(json: answer)
        case .said, .nothing:
            known.loaded = true
            exchange.respond(.ok, json: known.json)
        case .gone: exchange.respond(.ok, json: known.json)
        }
    }
}
