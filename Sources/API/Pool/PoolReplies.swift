import HTTP
import NIOCore
import NIOHTTP1
import NIOPosix
import Providers
import Router
import Schema

/// Loads a model, and answers when that is done; or tells how it goes.
struct LoadReply: RouteOutput {
    let model: ModelID
    let keepAlive: KeepAlive?
    let isStream: Bool

    static var answers: [AnswerDescription] {
        Reply<LoadAnswer, Events<LoadStep>>.answers
    }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        guard isStream else {
            let question = Question(model: model, keepAlive: keepAlive, way: .loaded { [model] in answer(model, $0) })
            return gateway.ask(question, for: exchange, in: dialect)
        }
        let router = gateway.router
        // Listened first: a load that is over at once is told of all the same.
        let listening = router.listen()
        var feed: EventFeed?
        let ticket = router.lend(model, keepAlive: keepAlive, on: exchange.eventLoop) { result in
            guard let feed else { return tell(result, to: exchange, in: dialect) }
            end(feed, listening, with: result, in: dialect)
        }
        guard let ticket else { return }
        feed = EventFeed.start(
            listening.events,
            to: exchange,
            through: gateway
        ) { [name = model.name] event in
            let answer = ModelEventAnswer(event)
            return answer.model == name && !answer.isOfRequest ? answer.frame : nil
        }
        let last = exchange.onEnd
        exchange.onEnd = {
            router.leave(ticket)
            last?()
        }
    }

    /// Answers when the model is there already, or is refused.
    private func tell(_ result: Result<Lease, PoolFailure>, to exchange: Exchange, in dialect: Dialect) {
        switch result {
        case .success(let lease):
            lease.end(.leftAlone, status: 200)
            exchange.start(.ok, headers: .eventStream)
            let data = answer(model, lease.instance).bytes
            exchange.write(payload: ByteBuffer(bytes: Array("data: ".utf8) + data + "\n\ndata: [DONE]\n\n".utf8))
            exchange.finish()
        case .failure(let failure): exchange.respond(to: Problem(failure), in: dialect)
        }
    }

    /// Ends the feed of a load after all that has happened.
    private func end(
        _ feed: EventFeed,
        _ listening: Listening,
        with result: Result<Lease, PoolFailure>,
        in dialect: Dialect
    ) {
        switch result {
        case .success(let lease): lease.end(.leftAlone, status: 200)
        // An event has told of it.
        case .failure(.failedToLoad): break
        case .failure(let failure): feed.ending = Array(Problem(failure).streamEnd(in: dialect))
        }
        listening.end()
    }

    private func answer(_ model: ModelID, _ instance: Instance) -> JSON {
        var answer = LoadAnswer()
        answer.model = model.name
        answer.state = .ready
        answer.loadSeconds = instance.loadDuration.seconds
        return answer.json
    }
}

/// What a load's stream tells: what happens to the model, or only that it is there already.
private struct LoadStep: FieldValue {
    let json: JSON
    static var rule: Rule { .either([ModelEventAnswer.rule, LoadAnswer.rule]) }
    init?(json: JSON) { self.json = json }
}

/// Unloads a model, and answers when it is gone.
struct UnloadReply: RouteOutput {
    let model: ModelID

    static var answers: [AnswerDescription] { Reply<UnloadAnswer, Never>.answers }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        var answer = UnloadAnswer()
        answer.model = model.name
        answer.state = .unloaded
        let bound = NIOLoopBound(exchange, eventLoop: exchange.eventLoop)
        gateway.router.unload(model) { [answer, loop = exchange.eventLoop] in
            loop.execute { bound.value.respond(.ok, json: answer.json) }
        }
    }
}

/// Reads the configuration again.
struct ReloadReply: RouteOutput {
    let reloader: Reloader

    static var answers: [AnswerDescription] { Reply<ReloadAnswer, Never>.answers }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        let bound = NIOLoopBound(exchange, eventLoop: exchange.eventLoop)
        let reload: EventLoopFuture<CatalogDifference> = NIOThreadPool.singleton.runIfActive(
            eventLoop: exchange.eventLoop
        ) { [reloader] in try reloader.reload() }
        reload.whenComplete { result in
            switch result {
            case .success(let difference): bound.value.respond(.ok, json: ReloadAnswer(difference).json)
            case .failure(let error):
                let problem = Problem(.invalidConfiguration, "The former configuration stays. \(error)")
                bound.value.respond(to: problem, in: dialect)
            }
        }
    }
}
