package import Providers
import Schema

/// What is different between two catalogs, as far as it concerns what runs.
package struct CatalogDifference: Hashable, Sendable {
    /// Models that only the new one has, sorted.
    package let added: [ModelID]
    /// Models that are run in another way and have to be started anew, sorted.
    ///
    /// Other aliases, pins, keep-alives or texts take effect without that.
    package let changed: [ModelID]
    /// Models that only the old one has, sorted.
    package let removed: [ModelID]
    /// Keys whose new values take effect when the server is started again.
    package let postponed: [String]

    /// Whether they run the same models in the same way.
    package var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty && postponed.isEmpty }

    /// Compares two catalogs.
    package init(from old: Catalog, to new: Catalog) {
        added = new.models.map(\.id).filter { old[$0] == nil }.sorted()
        removed = old.models.map(\.id).filter { new[$0] == nil }.sorted()
        changed = new.models.filter { model in
            old[model.id].map { old.launch(of: $0) != new.launch(of: model) } ?? false
        }.map(\.id).sorted()
        let (before, after) = (old.configuration, new.configuration)
        let kept = [
            ("load_timeout", before.loadTimeout == after.loadTimeout),
            ("hang_timeout", before.hangTimeout == after.hangTimeout),
            ("ping_interval", before.pingInterval == after.pingInterval),
            ("kv_cache", before.kvCache.isSame(as: after.kvCache)),
            ("model_folders", before.modelFolders.contains(.ollama) == after.modelFolders.contains(.ollama)),
        ]
        postponed = kept.filter { !$0.1 }.map(\.0)
    }
}

extension KVCacheSettings {
    /// Whether both mean the same, however much of it is written down.
    fileprivate func isSame(as other: KVCacheSettings) -> Bool {
        self.enabled == other.enabled && self.directory == other.directory && self.maxBytes == other.maxBytes
    }
}

/// All that decides how a model's child is started.
private struct Launch: Hashable {
    let executable: String?
    let settings: LlamaServerSettings
    let embedding: Bool?
}

extension Catalog {
    fileprivate func launch(of model: ModelEntry) -> Launch {
        Launch(
            executable: variant(of: model)?.executable?.name,
            settings: settings(of: model),
            embedding: model.config.embedding
        )
    }
}
