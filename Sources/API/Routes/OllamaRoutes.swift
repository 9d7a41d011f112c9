import NIOCore
import Providers
import Router
import Schema
import Store
import Translate

/// What Ollama's clients call.
struct OllamaRoutes {
    let models: ModelShelf
    let router: ModelRouter

    /// The table's rows.
    var all: [Route] {
        [
            .post(
                "/api/chat",
                "Answers a conversation, in lines unless told not to.",
                id: "ollamaChat",
                as: .ollama,
                chat
            ),
            .get("/api/tags", "Lists the models.", id: "ollamaTags", as: .ollama, tags),
            .get("/api/ps", "Lists the models that run.", id: "ollamaPs", as: .ollama, running),
            .get("/api/version", "Tells which version of Ollama this server follows.", id: "ollamaVersion", as: .ollama)
            {
                _ in Self.version
            },
        ]
    }

    private static var version: Reply<Ollama.VersionAnswer, Never> {
        var answer = Ollama.VersionAnswer()
        answer.version = Paddock.ollamaVersion
        return .whole(answer)
    }

    private func chat(
        _ request: Checked<Ollama.ChatRequest>,
        _ call: Incoming
    ) throws(ModelProblem) -> Reply<Ollama.ChatAnswer, Lines<Ollama.ChatAnswer>> {
        let request = request.value
        let model = try models.find(request.model)
        let spelled = request.model ?? model.id.name
        try checkCapabilities(of: model, for: request, spelled)
        if request.isUnload {
            router.unload(model.id)
            return .whole(Ollama.ChatAnswer(only: "unload", spelled, at: WallClock.now))
        }
        if request.isLoad {
            let answer = Ollama.ChatAnswer(only: "load", spelled, at: WallClock.now)
            return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .loaded { _ in answer.json }))
        }
        return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: try way(of: request, spelled)))
    }

    /// Refuses what the model's file says that it cannot do; a file that cannot be read is left to its loading.
    private func checkCapabilities(
        of model: Router.ModelEntry,
        for request: Ollama.ChatRequest,
        _ name: String
    ) throws(ModelProblem) {
        if models.isEmbedding(model) { throw ModelProblem(.unsupported("chat", by: name)) }
        guard let capabilities = models.file(of: model)?.capabilities else { return }
        let wantsTools = request.tools?.isEmpty == false
        if wantsTools, !capabilities.contains(.tools) { throw ModelProblem(.unsupported("tools", by: name)) }
        let wantsThinking = request.think.map { $0.json != false } ?? false
        if wantsThinking, !capabilities.contains(.thinking) { throw ModelProblem(.unsupported("thinking", by: name)) }
    }

    private func way(of request: Ollama.ChatRequest, _ model: String) throws(ModelProblem) -> Question.Way {
        let translated: OpenAI.ChatRequest
        do throws(TranslationFault) { translated = try OpenAI.ChatRequest(translating: request) } catch {
            throw ModelProblem(Problem([error.violation]))
        }
        let child = Question.Call(path: "/v1/chat/completions", body: ByteBuffer(bytes: translated.json.bytes))
        guard request.stream else {
            return .collected(child, OllamaChatAggregate(model: model, topLogprobs: request.topLogprobs ?? 0))
        }
        return .translated(
            child,
            OllamaChatStream(model: model, topLogprobs: request.topLogprobs ?? 0),
            mediaType: Lines<Ollama.ChatAnswer>.mediaType
        )
    }

    private func tags(_ call: Incoming) -> Reply<Ollama.TagsAnswer, Never> {
        var answer = Ollama.TagsAnswer()
        // Newest first; a file that is not there has no date and comes last.
        let listed = models.catalog.models.map { ($0, models.file(of: $0)) }
        answer.models = listed.sorted { ($0.1?.modified ?? .zero) > ($1.1?.modified ?? .zero) }.map(describe)
        return .whole(answer)
    }

    private func running(_ call: Incoming) -> Reply<Ollama.RunningAnswer, Never> {
        let now = ContinuousClock.now
        let time = WallClock.now
        var answer = Ollama.RunningAnswer()
        answer.models = router.snapshot().instances
            .filter { $0.phase != .stopping }
            .sorted {
                ($0.expiry.map { now.duration(to: $0) } ?? .forever)
                    > ($1.expiry.map { now.duration(to: $0) } ?? .forever)
            }
            .compactMap { instance in
                guard let model = models.catalog[instance.model] else { return nil }
                let remaining = instance.expiry.map { now.duration(to: $0) } ?? .forever
                return describe(model, expiresAt: time.adding(remaining))
            }
        return .whole(answer)
    }

    private func describe(_ model: Router.ModelEntry, _ file: ModelFile?) -> Ollama.ListedModel {
        var listed = Ollama.ListedModel()
        listed.name = Ollama.ModelName.displayed(model.id.name)
        listed.model = listed.name
        listed.modifiedAt = "\(Timestamp(seconds: 0, nanoseconds: 0).adding(file?.modified ?? .zero))"
        listed.size = file?.size ?? 0
        listed.digest = file?.identity ?? Self.noDigest
        listed.details = Ollama.ModelDetails(of: file, withLengths: true)
        listed.capabilities = file?.capabilities.map(\.rawValue)
        return listed
    }

    private func describe(_ model: Router.ModelEntry, expiresAt expiry: Timestamp) -> Ollama.RunningModel {
        let file = models.file(of: model)
        var running = Ollama.RunningModel()
        running.name = Ollama.ModelName.displayed(model.id.name)
        running.model = running.name
        running.size = router.instance(of: model.id)?.residentBytes ?? file?.size ?? 0
        running.digest = file?.identity ?? Self.noDigest
        running.details = Ollama.ModelDetails(of: file, withLengths: false)
        running.expiresAt = "\(expiry)"
        running.sizeVRAM = 0
        running.contextLength = model.config.contextLength ?? min(file?.header.contextLength ?? 4096, 4096)
        return running
    }

    /// Clients cut the digest, so a model whose file is not there has one, too.
    private static let noDigest = String(repeating: "0", count: 64)
}

extension Duration {
    /// The longest time that Ollama's clients can read: 2^63 - 1 nanoseconds.
    fileprivate static let forever = Duration.nanoseconds(Int64.max)
}

extension Ollama.ModelDetails {
    fileprivate init(of file: ModelFile?, withLengths: Bool) {
        self.init()
        let family = file?.header.architecture ?? ""
        self.parentModel = ""
        self.format = "gguf"
        self.family = family
        self.families = family.isEmpty ? nil : [family]
        self.parameterSize = file?.parameterSize ?? ""
        self.quantizationLevel = file?.header.fileType ?? ""
        guard withLengths else { return }
        self.contextLength = file?.header.contextLength
        self.embeddingLength = file?.header.embeddingLength
    }
}
