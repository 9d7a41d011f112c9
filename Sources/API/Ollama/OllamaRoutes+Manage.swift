import NIOCore
import NIOHTTP1
import NIOPosix
import Providers
import Router
import Schema
import Store
import Translate

extension OllamaRoutes {
    func copy(_ request: Lenient<Ollama.CopyRequest>, _ call: Incoming) throws(ManageProblem) -> StatusReply {
        let request = request.value
        let isName = ModelReference(request.source) != nil || (try? models.catalog.find(request.source)) != nil
        guard isName else {
            throw ManageProblem(.invalidName(of: "source", request.source))
        }
        guard let destination = ModelReference(request.destination) else {
            throw ManageProblem(.invalidName(of: "destination", request.destination))
        }
        let source: Router.ModelEntry
        do throws(ModelProblem) { source = try find(request.source, as: .copy, for: call.caller) } catch {
            throw ManageProblem(error.problem)
        }
        try check(call.caller, mayUse: destination.displayed)
        try checkIsFree(destination)
        let origin = models.catalog.origin(of: source.id)
        let recipe = recipe(of: source)
        return StatusReply { [library] in
            do {
                try library.change { library in
                    guard let origin else { return try library.create(destination, from: recipe) { _ in } }
                    try library.copy(origin, to: destination)
                }
            } catch let fault as CreateFault {
                throw Problem(fault)
            } catch let fault as FileFault {
                throw Problem(fault)
            }
        }
    }

    func delete(_ request: Lenient<Ollama.DeleteRequest>, _ call: Incoming) throws(ManageProblem) -> StatusReply {
        let name = Self.name(request.value.model, request.value.name)
        guard !name.isEmpty else { throw ManageProblem(.modelRequired) }
        guard let reference = ModelReference(name) else {
            throw ManageProblem(.invalidValue("name \"\(name)\" is invalid"))
        }
        let model: Router.ModelEntry
        do throws(ModelProblem) { model = try find(name, as: .chat, for: call.caller) } catch {
            throw ManageProblem(error.problem)
        }
        guard models.catalog.origin(of: model.id) != nil else {
            throw ManageProblem(
                .invalidValue("model '\(name)' is an entry of models.yaml; remove it there, and its file if you like")
            )
        }
        guard library.library.owns(reference) else {
            // Another request may just have removed it.
            guard library.library.model(reference) != nil else { throw ManageProblem(.unknownModel(name, known: [])) }
            throw ManageProblem(.invalidValue("model '\(name)' lies in Ollama's own folder; remove it with Ollama"))
        }
        return StatusReply { [library] in
            do throws(FileFault) {
                try library.change { (library) throws(FileFault) in _ = try library.remove(reference) }
            } catch {
                throw Problem(error)
            }
        }
    }

    func push(_ request: Lenient<Ollama.TransferRequest>, _ call: Incoming) throws(ManageProblem) -> StatusReply {
        guard !Self.name(request.value.model, request.value.name).isEmpty else { throw ManageProblem(.modelRequired) }
        throw ManageProblem(
            Problem(
                .forbidden,
                "Paddock sends no models to registries; use Ollama itself, or huggingface-cli, for that"
            )
        )
    }

    func hasBlob(_ path: Path<BlobPath>) -> PresenceReply {
        PresenceReply(isThere: library.library.path(of: path.digest) != nil)
    }

    func takeBlob(_ path: Path<BlobPath>, _ upload: Upload) throws(ManageProblem) -> BlobReply {
        guard let sink = upload.sink else {
            throw ManageProblem(Problem(.internalError, "The file could not be written: its folder cannot be made."))
        }
        return BlobReply(digest: path.digest, sink: sink)
    }

    /// A name that models.yaml has cannot be given to another model.
    func checkIsFree(_ reference: ModelReference) throws(ManageProblem) {
        guard !Self.isSpecial(reference) else {
            throw ManageProblem(.invalidName("'\(reference.displayed)' means something else; choose another tag."))
        }
        guard let id = try? models.catalog.find(reference.displayed), models.catalog.origin(of: id) == nil else {
            return
        }
        throw ManageProblem(
            .invalidName("'\(reference.displayed)' is the name of an entry of models.yaml; choose another one.")
        )
    }

    /// What makes the same model as an entry of models.yaml.
    func recipe(of model: Router.ModelEntry) -> ModelRecipe {
        let config = model.config
        var recipe = ModelRecipe(.file(path: config.modelPath.path, projectorPath: config.mmprojPath?.path))
        recipe.parameters = model.requestOptions
        if let contextLength = config.contextLength { recipe.parameters["num_ctx"] = .number(contextLength) }
        return recipe
    }
}

/// What can go wrong with a change of the library.
struct ManageProblem: RouteProblem {
    let problem: Problem

    init(_ problem: Problem) {
        self.problem = problem
    }

    static let codes: [Problem.Code] = [
        .modelNotSpecified, .invalidValue, .forbidden, .modelNotFound, .diskFull, .downloadFailed, .notAvailable,
        .internalError,
    ]
}

extension Problem {
    static var modelRequired: Problem { Problem(.modelNotSpecified, "model is required", parameter: "model") }

    static func invalidName(of field: String, _ name: String) -> Problem {
        Problem(.invalidValue, "\(field) \"\(name)\" is invalid", parameter: field)
    }

    static func invalidValue(_ message: String) -> Problem { Problem(.invalidValue, message) }

    /// A model that was not made.
    init(_ fault: CreateFault) {
        switch fault {
        case .file(let fault): self.init(fault)
        case .blobMissing, .notGGUF, .splitFiles, .noAdapter, .noModel: self.init(.invalidValue, "\(fault)")
        }
    }
}
