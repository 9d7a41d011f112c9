package import HTTP
package import Logging
import NIOCore
import NIOHTTP1
import Providers

/// Finds the route of each request and runs it; logs one line when it is answered.
package struct Binding: Sendable {
    /// Where requests meet the pool.
    let gateway: Gateway
    private let routes: RouteIndex
    private let access: AccessPolicy
    private let keys: KeyRing
    private let logger: Logger

    /// Binds a table.
    ///
    /// - Parameters:
    ///   - routes: The table.
    ///   - gateway: Where requests meet the pool.
    ///   - access: Which requests are served at all.
    ///   - keys: Tells who sends a request.
    ///   - logger: Where answers are told.
    package init(
        _ routes: [Route],
        to gateway: Gateway,
        access: AccessPolicy = AccessPolicy(),
        keys: KeyRing = KeyRing(),
        logger: Logger
    ) {
        self.routes = RouteIndex(routes)
        self.gateway = gateway
        self.access = access
        self.keys = keys
        self.logger = logger
    }

    /// Answers one request; called on its event loop.
    package func answer(_ exchange: Exchange) {
        let request = exchange.request
        let start = exchange.eventLoop.now
        let caller = keys.caller(with: request.headers)
        exchange.onEnd = { [unowned exchange] in
            logger.info(.answered(exchange, in: Duration(exchange.eventLoop.now - start), for: caller))
        }
        let (decision, headers) = access.decision(on: request.method, request.headers)
        exchange.standingHeaders = headers
        switch decision {
        case .served: route(exchange, for: caller)
        case .permitted(let permissions): exchange.respond(.noContent, headers: permissions)
        case .refused(let reason):
            logger.notice(
                "refused",
                metadata: ["request": "\(request.method) \(request.path)", "reason": "\(reason)"]
            )
            exchange.respond(.forbidden)
        }
    }

    /// Hands a request to its route, if its caller may use that.
    private func route(_ exchange: Exchange, for caller: Caller) {
        let request = exchange.request
        switch routes.find(request.method, request.path) {
        case .route(let route, let parameters):
            do throws(Problem) { try caller.check(route) } catch {
                return refuse(exchange, for: error, in: route.group.dialect)
            }
            route.run(exchange, Incoming(request: request, parameters: parameters, caller: caller), gateway)
        case .moved(let path, let status):
            let query = request.query.isEmpty ? "" : "?\(request.query)"
            exchange.respond(status, headers: ["Location": path + query])
        case .wrongMethod(let allowed): refuse(exchange, allowed: allowed)
        case .unknown: refuse(exchange)
        }
    }

    /// Answers a path that is not served, in the words of the dialect that it belongs to.
    private func refuse(_ exchange: Exchange) {
        let path = exchange.request.path
        let dialect = Dialect(path: path)
        guard dialect != .ollama else { return respond(exchange, .notFound, "404 page not found") }
        let problem = Problem(.notFound, "Nothing is served at '\(path)'. GET /openapi.json lists what is.")
        refuse(exchange, for: problem, in: dialect)
    }

    /// Answers with a problem in the words that a client of a dialect knows.
    private func refuse(_ exchange: Exchange, for problem: Problem, in dialect: Dialect) {
        let dialect = dialect.known(to: exchange.request)
        exchange.nameRequest(in: dialect)
        exchange.respond(to: problem, in: dialect)
    }

    private func refuse(_ exchange: Exchange, allowed: [HTTPMethod]) {
        let path = exchange.request.path
        let methods = allowed.map(\.rawValue).joined(separator: ", ")
        let dialect = Dialect(path: path).known(to: exchange.request)
        guard dialect != .ollama else {
            return respond(exchange, .methodNotAllowed, "405 method not allowed", ["Allow": methods])
        }
        let problem = Problem(
            .methodNotAllowed,
            "'\(path)' is served for \(methods), not for \(exchange.request.method)."
        )
        exchange.nameRequest(in: dialect)
        exchange.respond(
            .methodNotAllowed,
            json: problem.body(in: dialect, requestID: exchange.requestID),
            headers: ["Allow": methods]
        )
    }

    private func respond(
        _ exchange: Exchange,
        _ status: HTTPResponseStatus,
        _ text: String,
        _ headers: HTTPHeaders = [:]
    ) {
        var headers = headers
        headers.add(name: "Content-Type", value: "text/plain")
        exchange.respond(status, headers: headers, body: ByteBuffer(string: text))
    }
}
