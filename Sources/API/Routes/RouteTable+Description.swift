import Logging
package import NIOCore
import Router

extension RouteTable {
    /// Lists the routes of some dialects for those who read them; there is no server behind it.
    ///
    /// - Parameters:
    ///   - selection: The dialects.
    ///   - loop: Any event loop; nothing runs on it.
    package init(describing selection: Selection, on loop: any EventLoop) {
        let router = ModelRouter(
            providers: [:],
            limits: PoolLimits(),
            loop: loop,
            logger: Logger(label: "document") { _ in SwiftLogNoOpLogHandler() }
        )
        let shelf = ModelShelf(Catalog(Configuration()))
        let reloader = Reloader(
            reading: { Catalog(Configuration()) },
            adopt: { CatalogDifference(from: shelf.catalog, to: $0) },
            current: { shelf.catalog },
            logger: router.logger
        )
        let gateway = Gateway(to: router, on: loop)
        self.init(serving: selection, models: shelf, gateway: gateway, reloader: reloader, library: .empty)
    }
}
