import Providers
package import Router
import Schema
package import Store
import Synchronization

/// The models that can be asked for, and what their files tell.
///
/// A file's header is read once and again when the file has changed. Looking never loads a model.
package final class ModelShelf: Sendable {
    /// The models by name.
    package let catalog: Catalog
    private let files = Mutex<[ModelID: (stamp: FileStamp, file: ModelFile?)]>([:])

    /// A shelf of a catalog's models.
    package init(_ catalog: Catalog) {
        self.catalog = catalog
    }

    /// The model that a request means.
    ///
    /// - Throws: ``ModelProblem`` when the name is empty and there is no default model, or when nobody has the name.
    func find(_ name: String?) throws(ModelProblem) -> ModelEntry {
        guard let name, !name.isEmpty else {
            guard let id = catalog.defaultModel, let entry = catalog[id] else { throw ModelProblem(.noModel) }
            return entry
        }
        do throws(UnknownModel) {
            let id = try catalog.find(name)
            guard let entry = catalog[id] else { preconditionFailure("the catalog found a model that it has not") }
            return entry
        } catch {
            throw ModelProblem(.unknownModel(error.name, known: error.known))
        }
    }

    /// What a model's file tells; `nil` when it is not there or cannot be read.
    package func file(of entry: ModelEntry) -> ModelFile? {
        let path = entry.config.modelPath.path
        guard let stamp = FileStamp(of: path) else { return nil }
        if let known = files.withLock({ $0[entry.id] }), known.stamp == stamp { return known.file }
        let file = try? ModelFile(path: path, projectorPath: entry.config.mmprojPath?.path)
        files.withLock { $0[entry.id] = (stamp, file) }
        return file
    }

    /// Whether a model turns text into vectors and cannot chat.
    func isEmbedding(_ entry: ModelEntry) -> Bool {
        entry.config.embedding ?? file(of: entry)?.header.isEmbedding ?? false
    }
}
