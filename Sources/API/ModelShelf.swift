import Providers
package import Router
import Schema
package import Store
import Synchronization
import Translate

/// The models that can be asked for, and what their files tell.
///
/// Looking never loads a model.
package final class ModelShelf: Sendable {
    private let current: Mutex<Holding>
    private let files: ModelFiles

    /// A class, so that a look takes one reference along and not everything that it holds.
    private final class Holding: Sendable {
        let catalog: Catalog
        let traits: [ModelID: ModelTraits]

        init(_ catalog: Catalog) {
            self.catalog = catalog
            let traits = catalog.models.map { ($0.id, ModelTraits(of: $0, in: catalog)) }
            self.traits = Dictionary(traits) { first, _ in first }
        }
    }

    /// A shelf of a catalog's models.
    package init(_ catalog: Catalog, files: ModelFiles = ModelFiles()) {
        current = Mutex(Holding(catalog))
        self.files = files
    }

    /// The models by name, as they are now.
    package var catalog: Catalog { holding.catalog }

    private var holding: Holding { current.withLock { $0 } }

    /// Puts other models on the shelf, and returns the former ones.
    package func replace(with catalog: Catalog) -> Catalog {
        let holding = Holding(catalog)
        return current.withLock { current in
            defer { current = holding }
            return current.catalog
        }
    }

    /// The model that a request means: every request that names a model comes by here.
    ///
    /// - Parameters:
    ///   - name: What the request calls it; `nil` or empty for the default model.
    ///   - caller: Who asks; models that are not for them are not named to them.
    /// - Returns: The model's entry.
    /// - Throws: ``ModelProblem`` when the name is empty and there is no default model, when nobody has the name, or when
    ///   the caller may not use the model.
    func find(_ name: String?, for caller: Caller) throws(ModelProblem) -> ModelEntry {
        let entry = try find(name, knownTo: caller)
        do throws(Problem) { try caller.check(entry.id) } catch { throw ModelProblem(error) }
        return entry
    }

    private func find(_ name: String?, knownTo caller: Caller) throws(ModelProblem) -> ModelEntry {
        let holding = holding
        guard let name, !name.isEmpty else {
            guard let id = holding.catalog.defaultModel, let entry = holding.catalog[id] else {
                throw ModelProblem(.noModel)
            }
            return entry
        }
        // Nearly every request spells the name as the catalog does.
        if let entry = holding.catalog[ModelID(name)] { return entry }
        do throws(UnknownModel) {
            let id = try holding.catalog.find(name)
            guard let entry = holding.catalog[id] else {
                preconditionFailure("the catalog found a model that it has not")
            }
            return entry
        } catch {
            throw ModelProblem(.unknownModel(error.name, known: error.known.filter(caller.mayUse)))
        }
    }

    /// What a model's file tells; `nil` when it is not there or cannot be read.
    package func file(of entry: ModelEntry) -> ModelFile? {
        file(of: traits(of: entry))
    }

    /// What a model's file tells; `nil` when it is not there or cannot be read.
    func file(of traits: ModelTraits) -> ModelFile? {
        try? files.file(at: traits.path, projectorPath: traits.projectorPath)
    }

    /// What the catalog tells of a model.
    func traits(of entry: ModelEntry) -> ModelTraits {
        // A request may still hold the entry of a model that has just been taken from the shelf.
        let holding = holding
        return holding.traits[entry.id] ?? ModelTraits(of: entry, in: holding.catalog)
    }

    /// What a model can do, as its file and its templates tell; `nil` when the file cannot be read.
    func capabilities(of entry: ModelEntry) -> [ModelFile.Capability]? {
        guard let own = fileCapabilities(of: entry) else { return nil }
        guard own.contains(.completion), let template = makersTemplate(of: entry) else { return own }
        return ModelFile.Capability.allCases.filter { capability in
            switch capability {
            case .tools: own.contains(.tools) || template.mentions("tools")
            case .insert: own.contains(.insert) || template.mentions("suffix")
            default: own.contains(capability)
            }
        }
    }

    /// What a model can do as llama-server runs it; `nil` when the file cannot be read.
    func fileCapabilities(of entry: ModelEntry) -> [ModelFile.Capability]? {
        let template = entry.config.chatTemplatePath.flatMap { SmallFile.text(at: $0.path) }
        return file(of: entry)?.capabilities(withTemplate: template)
    }

    /// The template of Go's kind that a model of the library came with; `nil` when it has none that makes sense.
    func makersTemplate(of entry: ModelEntry) -> PromptTemplate? {
        guard let text = catalog.origin(of: entry.id)?.wishes.template, !text.isEmpty, !PromptTemplate.isJinja(text)
        else { return nil }
        return try? PromptTemplate(text)
    }

    /// 64 hex digits that are the same as long as the model is: its file, and how it is run.
    func digest(of entry: ModelEntry) -> String? {
        if let origin = catalog.origin(of: entry.id) { return origin.digest.hexDigits }
        guard let file = file(of: entry) else { return nil }
        var hash = SHA256()
        hash.update(Array("\(file.identity)\(entry.config.json.text)\(entry.serverArgs)".utf8))
        return hash.hexDigits
    }

    /// Whether a model turns text into vectors and cannot chat.
    func isEmbedding(_ entry: ModelEntry) -> Bool {
        let traits = traits(of: entry)
        return traits.isEmbedding ?? file(of: traits)?.header.isEmbedding ?? false
    }
}
