import Providers
import Router
import Schema
import Store
import Translate

/// What the catalog alone tells of a model.
///
/// Every request needs it, and reading it out of the entry takes as long as all the rest of a relayed request; so it is
/// worked out once for a catalog.
final class ModelTraits: Sendable {
    /// The model's file.
    let path: String
    /// The file for pictures and sounds; `nil` for a model of text alone.
    let projectorPath: String?
    /// Whether the entry calls it a model for embeddings; `nil` when the file decides.
    let isEmbedding: Bool?
    /// What `server_args` ask llama-server for, whatever the file tells.
    let asked: Set<Ability>
    /// What its maker wishes, and stronger than that what its entry says.
    let wishes: ModelWishes
    /// What holds for requests that do not say it themselves.
    let defaults: RequestDefaults

    /// Reads the entry of a model.
    init(of model: Router.ModelEntry, in catalog: Catalog) {
        let config = model.config
        path = config.modelPath.path
        projectorPath = config.mmprojPath?.path
        isEmbedding = config.embedding
        asked = Ability.asked(
            by: catalog.configuration.serverArgs + (catalog.variant(of: model)?.serverArgs ?? []) + model.serverArgs
        )
        wishes = ModelWishes(for: model, in: catalog)
        defaults = RequestDefaults(for: model, wishes)
    }
}
