package import HTTP
package import Logging
package import NIOCore
import NIOHTTP1
package import NIOPosix
package import Providers
package import Router
import Schema

/// The server as a whole: everything is put together here, and nowhere else.
package struct Paddock: Sendable {
    /// The version of this program.
    package static let version = "0.1.0"
    /// The version of Ollama whose behaviour the Ollama routes follow; editors refuse to work with old ones.
    package static let ollamaVersion = "0.33.0"

    /// The table that is served.
    package let table: RouteTable
    /// The owner of the children; its `run()` must be running while the server serves.
    package let router: ModelRouter
    /// What listens.
    package let server: Server
    private let catalog: Catalog

    /// Puts a server together; nothing listens and nothing runs yet.
    ///
    /// - Parameters:
    ///   - catalog: The models.
    ///   - selection: The dialects to serve.
    ///   - host: What all children share.
    ///   - group: The event loops.
    ///   - logger: Where everything is told.
    package init(
        _ catalog: Catalog,
        serving selection: RouteTable.Selection,
        host: ChildHost,
        group: MultiThreadedEventLoopGroup,
        logger: Logger
    ) {
        self.catalog = catalog
        router = ModelRouter(
            providers: catalog.providers(on: host, logger: logger),
            policies: catalog.policies,
            limits: catalog.limits,
            loop: group.next(),
            logger: logger
        )
        let gateway = Gateway(to: router)
        table = RouteTable(serving: selection, models: ModelShelf(catalog), gateway: gateway)
        let binding = Binding(table.routes, to: gateway, logger: logger)
        server = Server(on: group, refusal: Self.refusal, handler: binding.answer)
    }

    /// Loads the default model and those that are to be there from the start, in the background.
    ///
    /// A model that cannot be loaded is reported in the log and keeps nobody from starting.
    package func preload(on loop: any EventLoop) {
        let wanted = catalog.models.filter { $0.isPreloaded || $0.id == catalog.defaultModel }
        for model in wanted {
            loop.execute { _ = router.lend(model.id, on: loop) { _ in } }
        }
    }

    /// The answer to bytes that are no request.
    private static func refusal(_ reason: ServerRefusal) -> ByteBuffer {
        let problem =
            switch reason {
            case .notHTTP: Problem(.invalidValue, "This is not a request of HTTP/1.1.")
            case .headTooLong: Problem(.headTooLarge, "The request's headers are too long.")
            case .bodyTooLong(let limit): Problem(.payloadTooLarge, "The body is longer than \(limit) bytes.")
            }
        let status = HTTPResponseStatus(statusCode: problem.status)
        let body = problem.body(in: .service).text
        return ByteBuffer(
            string:
                "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nContent-Type: application/json; charset=utf-8\r\n"
                + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        )
    }
}
