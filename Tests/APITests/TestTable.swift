import Logging
import NIOPosix
import Router
import Schema

@testable import API

/// A route table without a server around it.
enum TestTable {
    static func make(
        serving selection: RouteTable.Selection = .both,
        models yaml: String = "models: []"
    ) throws -> RouteTable {
        let router = ModelRouter(
            providers: [:],
            limits: PoolLimits(),
            loop: MultiThreadedEventLoopGroup.singleton.next(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let catalog = try Catalog(parsing: Array(yaml.utf8), from: "/models.yaml")
        return RouteTable(serving: selection, models: ModelShelf(catalog), gateway: Gateway(to: router))
    }
}
