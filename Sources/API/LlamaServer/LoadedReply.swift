import HTTP
import NIOCore
import Providers
import Schema
import Translate

/// What a model that runs says, byte for byte; one that does not run is not loaded for it.
struct LoadedReply<Answer: FieldValue>: RouteOutput {
    let model: ModelID
    /// The model as it runs.
    let instance: Instance
    /// What it is asked.
    let request: ByteBuffer

    static var answers: [AnswerDescription] { Reply<Answer, Never>.answers }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        ChildLook(for: exchange) { finding in
            switch finding {
            case .said(200, let body): exchange.respond(json: body)
            case .said(let status, let body):
                let fault = AnswerFault(status: status, body: Array(body.readableBytesView))
                exchange.respond(to: Problem(fault, from: model), in: dialect)
            case .nothing:
                exchange.respond(to: Problem(.childFailed, "Model '\(model)' does not answer."), in: dialect)
            case .gone: exchange.respond(to: .notLoaded(model), in: dialect)
            }
        }.begin(at: instance, asking: request)
    }
}

extension Problem {
    /// A model that would have to run.
    static func notLoaded(_ model: ModelID) -> Problem {
        let sentence = "Model '\(model)' does not run. POST /v1/pool/load loads it, and so does any request to it."
        return Problem(.modelNotLoaded, sentence, parameter: "model")
    }
}
