import Logging
import Providers
package import Router
import Synchronization

/// Takes on another configuration while the server serves, one after the other.
package final class Reloader: Sendable {
    private let read: @Sendable () throws(ConfigurationFailure) -> Catalog
    private let adopt: @Sendable (Catalog) -> CatalogDifference
    private let current: @Sendable () -> Catalog
    private let logger: Logger
    /// Held while a configuration is read and taken on, so that the last one read is the last one taken on.
    private let turn = Mutex(())

    /// A way to reload.
    ///
    /// - Parameters:
    ///   - read: Reads the configuration.
    ///   - adopt: Takes it on, with the library as it is now, and tells what is different.
    ///   - current: What was taken on last.
    ///   - logger: Where it is told.
    init(
        reading read: @escaping @Sendable () throws(ConfigurationFailure) -> Catalog,
        adopt: @escaping @Sendable (Catalog) -> CatalogDifference,
        current: @escaping @Sendable () -> Catalog,
        logger: Logger
    ) {
        self.read = read
        self.adopt = adopt
        self.current = current
        self.logger = logger
    }

    /// Takes on the models that the library has now; the configuration stays as it is.
    ///
    /// It reads files, so an event loop should not wait for it.
    package func adoptLibrary() {
        let difference = turn.withLock { _ in adopt(current()) }
        guard !difference.isEmpty else { return }
        logger.notice("library changed", metadata: difference.facts)
    }

    /// Reads the configuration and takes it on; one that is bad changes nothing.
    ///
    /// It reads a file, so an event loop should not wait for it.
    ///
    /// - Throws: ``ConfigurationFailure`` that names everything that is wrong.
    @discardableResult
    package func reload() throws(ConfigurationFailure) -> CatalogDifference {
        let result = turn.withLock { _ -> Result<CatalogDifference, ConfigurationFailure> in
            do throws(ConfigurationFailure) { return .success(adopt(try read())) } catch { return .failure(error) }
        }
        switch result {
        case .success(let difference) where difference.isEmpty:
            logger.notice("configuration reloaded; no model has to be started anew")
        case .success(let difference):
            logger.notice("configuration reloaded", metadata: difference.facts)
        case .failure(let failure):
            logger.error("the configuration is bad, so the former one stays", metadata: ["cause": "\(failure)"])
        }
        return try result.get()
    }
}

extension CatalogDifference {
    /// What the log tells of it.
    fileprivate var facts: Logger.Metadata {
        var facts: Logger.Metadata = [:]
        facts["added"] = .names(added)
        facts["changed"] = .names(changed)
        facts["removed"] = .names(removed)
        facts["at_next_start"] = .names(postponed)
        return facts
    }
}
