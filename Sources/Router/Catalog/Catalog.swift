package import Providers
package import Schema
package import Store

/// The models that can be asked for, by all of their names.
package struct Catalog: Sendable {
    /// What `models.yaml` says, its paths absolute.
    package let configuration: Configuration
    /// The enabled models, in the order of the file, then those that have no entry in it.
    package let models: [ModelEntry]
    /// The model that answers requests that name none; `nil` when there is none.
    package let defaultModel: ModelID?
    private let entries: [ModelID: ModelEntry]
    /// By every name, folded.
    private let ids: [String: ModelID]
    private let library: [ModelID: LibraryModel]

    /// Takes a configuration that has been checked.
    ///
    /// - Parameters:
    ///   - configuration: What `models.yaml` says.
    ///   - unlisted: Models that need no entry; one whose name another model has is hidden.
    package init(_ configuration: Configuration, beside unlisted: UnlistedModels = .none) {
        let listed = configuration.models.filter(\.isEnabled)
        var taken = Set(listed.flatMap(\.names).map(ModelID.folded))
        let made = unlisted.library.map { (entry: ModelEntry($0), model: $0) }
            .filter { taken.insert(ModelID.folded($0.entry.id.name)).inserted }
        let paths = unlisted.found.isEmpty ? [] : listed.map(\.config.modelPath.path)
        let files = Set(paths.compactMap { FileIdentity(of: $0) })
        let found = unlisted.found.filter { $0.kind == .gguf && !files.contains($0.identity) }.map(ModelEntry.init)
            .filter { taken.insert(ModelID.folded($0.id.name)).inserted }
        let models = listed + made.map(\.entry) + found
        let names = models.flatMap { model in model.names.map { (ModelID.folded($0), model.id) } }
        let ids = Dictionary(names) { first, _ in first }
        self.configuration = configuration
        self.models = models
        library = Dictionary(made.map { ($0.entry.id, $0.model) }) { first, _ in first }
        self.ids = ids
        entries = Dictionary(models.map { ($0.id, $0) }) { first, _ in first }
        defaultModel = configuration.defaultModel.flatMap { ids[ModelID.folded($0)] }
    }

    /// The entry of a model; `nil` when no enabled one has this id.
    package subscript(id: ModelID) -> ModelEntry? { entries[id] }

    /// The model of the library behind an entry; `nil` for one of the file.
    package func origin(of id: ModelID) -> LibraryModel? { library[id] }

    /// The same configuration with other models beside it.
    package func with(_ unlisted: UnlistedModels) -> Catalog { Catalog(configuration, beside: unlisted) }

    /// The model that a request means.
    ///
    /// Letter case makes no difference, nor does `:latest` at the end. No two models have names that differ only there.
    /// - Throws: ``UnknownModel`` when no enabled model has this name.
    package func find(_ name: String) throws(UnknownModel) -> ModelID {
        if let id = ids[ModelID.folded(name)] { return id }
        throw UnknownModel(name: name, known: models.nearestFirst(to: ModelID.folded(name)))
    }

    /// How long a model stays after its last request.
    package func keepAlive(of model: ModelEntry) -> KeepAlive {
        model.keepAlive ?? configuration.keepAlive
    }

    /// The build of llama-server that a model uses; `nil` means the first one found.
    package func variant(of model: ModelEntry) -> Variant? {
        (model.variant ?? configuration.variant).flatMap { configuration.variants[$0] }
    }
}

extension ModelEntry {
    /// The id and the aliases.
    package var names: [String] { [self.id.name] + self.aliases }
}

extension [ModelEntry] {
    /// The ids, first those of models with a name near to this folded one, then the others in the order of the file.
    fileprivate func nearestFirst(to name: String) -> [ModelID] {
        let ranked = map { model in
            let distances = model.names.compactMap { NearestName.distance(from: name, to: ModelID.folded($0)) }
            return (id: model.id, distance: distances.min() ?? .max)
        }
        return ranked.sorted { $0.distance < $1.distance }.map(\.id)
    }
}

/// A name that no enabled model has.
package struct UnknownModel: Error, Hashable, Sendable {
    /// The name.
    package let name: String
    /// The models there are, those with a similar name first.
    package let known: [ModelID]
}
