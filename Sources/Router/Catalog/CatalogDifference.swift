package import Providers
import Schema

/// What is different between two catalogs.
package struct CatalogDifference: Hashable, Sendable {
    /// Models that only the new one has.
    package var added: [ModelID]
    /// Models that have to be started anew.
    package var changed: [ModelID]
    /// Models that only the old one has.
    package var removed: [ModelID]

    /// Whether they run the same models in the same way.
    package var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

    /// Compares two catalogs.
    package init(from old: Catalog, to new: Catalog) {
        added = new.models.map(\.id).filter { old[$0] == nil }.sorted()
        removed = old.models.map(\.id).filter { new[$0] == nil }.sorted()
        changed = new.models.filter { old[$0.id] != nil && old[$0.id] != $0 }.map(\.id).sorted()
    }
}
