package import HTTP
package import Logging
package import NIOCore
import NIOHTTP1
package import NIOPosix
package import Providers
package import Router
import Schema
package import Store

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
    /// Takes on another configuration.
    package let reloader: Reloader
    private let shelf: ModelShelf
    private let library: ModelLibrary
    private let logger: Logger
    private let budget = AutomaticBudget()
    private let host: ChildHost

    /// Puts a server together; nothing listens and nothing runs yet.
    ///
    /// - Parameters:
    ///   - catalog: The models.
    ///   - read: Reads the catalog again for a reload.
    ///   - library: Models that are served without an entry, and where such models are made.
    ///   - selection: The dialects to serve.
    ///   - access: Which requests are served at all.
    ///   - host: What all children share.
    ///   - group: The event loops.
    ///   - logger: Where everything is told.
    package init(
        _ catalog: Catalog,
        reading read: @escaping @Sendable () throws(ConfigurationFailure) -> Catalog,
        library: ModelLibrary,
        serving selection: RouteTable.Selection,
        access: AccessPolicy,
        host: ChildHost,
        group: MultiThreadedEventLoopGroup,
        logger: Logger
    ) {
        let reading = LibraryReading(of: library, logger: logger)
        let catalog = catalog.with(reading.models(for: catalog.configuration))
        let shelf = ModelShelf(catalog, files: host.files)
        let keys = KeyRing(catalog.configuration.apiKeys)
        if !catalog.configuration.apiKeys.isEmpty { logger.notice(.counting(catalog.configuration.apiKeys)) }
        let router = ModelRouter(
            providers: catalog.providers(on: host, logger: logger),
            policies: catalog.policies,
            limits: catalog.limits(automaticBudget: budget.current),
            loop: group.next(),
            logger: logger
        )
        let reloader = Reloader(
            reading: read,
            adopt: { [budget] catalog in
                let catalog = catalog.with(reading.models(for: catalog.configuration))
                let difference = CatalogDifference(from: shelf.catalog, to: catalog)
                router.reconfigure(
                    PoolChange(
                        limits: catalog.limits(automaticBudget: budget.current),
                        policies: catalog.policies,
                        changed: Set(difference.changed),
                        removed: Set(difference.removed)
                    ),
                    providers: catalog.providers(on: host, logger: logger)
                )
                let former = shelf.replace(with: catalog).configuration.apiKeys
                let apiKeys = catalog.configuration.apiKeys
                keys.replace(with: apiKeys)
                if apiKeys != former { logger.notice(.counting(apiKeys)) }
                return difference
            },
            current: { shelf.catalog },
            logger: logger
        )
        let gateway = Gateway(to: router, on: group, pingInterval: catalog.configuration.pingInterval.duration)
        self.router = router
        self.reloader = reloader
        self.shelf = shelf
        self.library = library
        self.logger = logger
        self.host = host
        let keeper = LibraryKeeper(library, adopt: reloader.adoptLibrary)
        table = RouteTable(
            serving: selection,
            models: shelf,
            gateway: gateway,
            reloader: reloader,
            library: keeper
        )
        let binding = Binding(table.routes, to: gateway, access: access, keys: keys, logger: logger)
        server = Server(
            on: group,
            refusal: Self.refusal,
            // Nothing is written to disk for a request that is then refused.
            sinks: { head, loop in
                guard keeper.takesFile(head), access.serves(head.method, head.headers),
                    keys.caller(with: head.headers).has(.manage)
                else { return nil }
                return keeper.sink(for: head, on: loop)
            },
            handler: binding.answer
        )
    }

    /// Finds out what the programs that run models can do, so that the first load need not wait for it; `auto` of the
    /// memory budget means the devices' memory from then on, if there are any.
    package func explorePrograms() async {
        let catalog = shelf.catalog
        guard await budget.includeDevices(of: catalog, on: host) else { return }
        let change = PoolChange(
            limits: shelf.catalog.limits(automaticBudget: budget.current),
            policies: shelf.catalog.policies
        )
        router.reconfigure(change)
    }

    /// Removes what earlier runs have left in the library: files that no model has, and downloads that broke off long ago.
    package func tidyLibrary() async {
        guard let pruned = try? await NIOThreadPool.singleton.runIfActive({ library.prune(at: WallClock.sinceEpoch) }),
            pruned.count > 0
        else { return }
        logger.notice(
            "forgotten files removed from the library",
            metadata: ["files": "\(pruned.count)", "bytes": "\(pruned.bytes)"]
        )
    }

    /// How many models can be asked for.
    package var modelCount: Int { shelf.catalog.models.count }

    /// The first of them; `nil` when there are none.
    package var firstModel: ModelID? { shelf.catalog.models.first?.id }

    /// Loads the default model and those that are to be there from the start, in the background.
    ///
    /// A model that cannot be loaded is reported in the log and keeps nobody from starting.
    package func preload(on loop: any EventLoop) {
        let catalog = shelf.catalog
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
        let body = problem.body(in: .openAI).text
        return ByteBuffer(
            string:
                "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\nContent-Type: application/json; charset=utf-8\r\n"
                + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        )
    }
}
