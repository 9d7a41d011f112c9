import Download
import NIOPosix
import Providers
import Router
import Schema
import Store
import Translate

extension OllamaRoutes {
    func create(_ request: Lenient<Ollama.CreateRequest>, _ call: Incoming) throws(ManageProblem) -> ProgressReply {
        let request = request.value
        guard let reference = ModelReference(Self.name(request.model, request.name)) else {
            throw ManageProblem(.invalidName())
        }
        if let template = request.template, !PromptTemplate.isJinja(template) {
            do throws(TemplateFault) { _ = try PromptTemplate(template) } catch { throw ManageProblem(Problem(error)) }
        }
        try check(call.caller, mayUse: reference.displayed)
        try checkIsFree(reference)
        let (recipe, missing) = try recipe(for: request, by: call.caller)
        return ProgressReply(isStream: request.stream) { [library] (tell) async throws(Problem) in
            var recipe = recipe
            if let missing { recipe.base = .model(try await Self.fetch(missing, into: library, tell)) }
            // Files of gigabytes may have to be read.
            let result = await Self.onThread { [recipe] in
                library.change { library in
                    do throws(CreateFault) {
                        try library.create(reference, from: recipe) { tell(Ollama.ProgressAnswer($0)) }
                        return Result<Void, CreateFault>.success(())
                    } catch {
                        return .failure(error)
                    }
                }
            }
            do throws(CreateFault) { try result.get() } catch { throw Problem(error) }
            tell(Ollama.ProgressAnswer("success"))
        }
    }

    /// Does what may block on a thread that may.
    private static func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in continuation.resume(returning: work()) }
        }
    }

    /// Fetches the model that another one is to be made of.
    private static func fetch(
        _ name: String,
        into library: LibraryKeeper,
        _ tell: @escaping ProgressReply.Tell
    ) async throws(Problem) -> LibraryModel {
        let reference: ModelReference
        do throws(PullFailure) {
            reference = try await ModelPull(name, into: library.library.own).run { step in
                // The end of the download is not the end of the work.
                guard step.status != "success", let answer = Ollama.ProgressAnswer(json: step.json) else { return }
                tell(answer)
            }
        } catch {
            throw Problem(error)
        }
        guard let model = library.library.model(reference) else {
            throw Problem(.internalError, "'\(name)' was removed as soon as it had come.")
        }
        return model
    }

    /// What the model is made of, and the name of the one that has to be fetched first, if there is one.
    private func recipe(
        for request: Ollama.CreateRequest,
        by caller: Caller
    ) throws(ManageProblem) -> (recipe: ModelRecipe, missing: String?) {
        var (recipe, missing) = try base(of: request, by: caller)
        if let adapters = request.adapters { recipe.adapters = try Self.digests(adapters) }
        // What `show` tells of most models is the template of their file, which the new one has as well.
        recipe.template = request.template.flatMap { PromptTemplate.isJinja($0) ? nil : $0 }
        recipe.system = request.system
        for parameter in request.parameters?.members.members ?? [] {
            recipe.parameters[parameter.key] = parameter.value
        }
        recipe.messages = request.messages?.map(\.json)
        recipe.licenses = request.license?.texts
        return (recipe, missing)
    }

    private func base(
        of request: Ollama.CreateRequest,
        by caller: Caller
    ) throws(ManageProblem) -> (ModelRecipe, missing: String?) {
        if let files = request.files, !files.members.isEmpty {
            return (ModelRecipe(.blobs(try Self.digests(files))), nil)
        }
        guard let from = request.from, !from.isEmpty else {
            throw ManageProblem(.invalidValue("neither 'from' or 'files' was specified"))
        }
        let model: Router.ModelEntry
        do throws(ModelProblem) { model = try find(from, as: .copy, for: caller) } catch {
            guard error.problem.code == .modelNotFound else { throw ManageProblem(error.problem) }
            try check(caller, mayUse: from)
            var recipe = ModelRecipe(.blobs([]))
            recipe.parent = from
            return (recipe, missing: from)
        }
        var recipe = models.catalog.origin(of: model.id).map { ModelRecipe(.model($0)) } ?? recipe(of: model)
        recipe.parent = from
        return (recipe, nil)
    }

    /// The digests of files that were sent before, each under a name without a folder above it.
    private static func digests(_ files: Ollama.Table<Ollama.SentFile>) throws(ManageProblem) -> [Digest] {
        var digests: [Digest] = []
        for file in files.members {
            guard !file.key.hasPrefix("/"), !file.key.split(separator: "/").contains("..") else {
                throw ManageProblem(.invalidValue("file path must be relative"))
            }
            guard let digest = Digest(file.value.digest) else {
                throw ManageProblem(.invalidValue("invalid digest format"))
            }
            digests.append(digest)
        }
        return digests
    }
}
