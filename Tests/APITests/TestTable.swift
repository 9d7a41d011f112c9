import Logging
import NIOPosix
import Router
import Schema

@testable import API

/// A route table without a server around it.
enum TestTable {
    static func make(
        serving selection: RouteTable.Selection = .both,
        models yaml: String = "models: []",
        adding rows: (ModelRouter) -> [Route] = { _ in [] }
    ) throws -> RouteTable {
        let group = MultiThreadedEventLoopGroup.singleton
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let router = ModelRouter(providers: [:], limits: PoolLimits(), loop: group.next(), logger: logger)
        let catalog = try Catalog(parsing: Array(yaml.utf8), from: "/models.yaml")
        let reloader = Reloader(
            reading: { catalog },
            adopt: { CatalogDifference(from: catalog, to: $0) },
            current: { catalog },
            logger: logger
        )
        let gateway = Gateway(to: router, on: group)
        return RouteTable(
            serving: selection,
            models: ModelShelf(catalog),
            gateway: gateway,
            reloader: reloader,
            library: .empty,
            adding: rows(router)
        )
    }
}
