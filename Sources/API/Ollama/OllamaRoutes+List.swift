import Providers
import Router
import Schema
import Store
import Translate

extension OllamaRoutes {
    func tags(_ call: Incoming) -> Reply<Ollama.TagsAnswer, Never> {
        var answer = Ollama.TagsAnswer()
        // Newest first; a file that is not there has no date and comes last.
        let listed = models.catalog.models.filter { call.caller.mayUse($0.id) }.map { model in
            let (file, origin) = (models.file(of: model), models.catalog.origin(of: model.id))
            return (modified: origin?.modified ?? file?.modified ?? .zero, answer: describe(model, file, origin))
        }
        answer.models = listed.sorted { $0.modified > $1.modified }.map(\.answer)
        return .whole(answer)
    }

    func running(_ call: Incoming) -> Reply<Ollama.RunningAnswer, Never> {
        let now = ContinuousClock.now
        let time = WallClock.now
        let catalog = models.catalog
        let shown = router.snapshot().instances.filter { $0.phase != .stopping && call.caller.mayUse($0.model) }
        let running = shown.compactMap { instance in
            catalog[instance.model].map { (instance, $0, Self.remaining(instance, catalog.keepAlive(of: $0), now)) }
        }
        var answer = Ollama.RunningAnswer()
        answer.models = running.sorted { $0.2 > $1.2 }.map { describe($1, $0, expiresAt: time.adding($2)) }
        return .whole(answer)
    }

    /// How long a model stays if nobody asks for it; of one that loads, what it will have.
    private static func remaining(
        _ instance: PoolSnapshot.Instance,
        _ keepAlive: KeepAlive,
        _ now: ContinuousClock.Instant
    ) -> Duration {
        // What leaves after its last request is shown as stopping.
        if instance.phase == .draining { return .zero }
        if let expiry = instance.expiry { return now.duration(to: expiry) }
        guard instance.loadedAt == nil, !instance.isPinned, case .duration(let duration) = keepAlive else {
            return .forever
        }
        return duration
    }

    private func describe(
        _ model: Router.ModelEntry,
        _ file: ModelFile?,
        _ origin: LibraryModel?
    ) -> Ollama.ListedModel {
        var listed = Ollama.ListedModel()
        listed.name = Ollama.ModelName.displayed(model.id.name)
        listed.model = listed.name
        listed.modifiedAt =
            "\(Timestamp(seconds: 0, nanoseconds: 0).adding(origin?.modified ?? file?.modified ?? .zero))"
        listed.size = origin?.manifest.size ?? file?.size ?? 0
        listed.digest = models.digest(of: model) ?? Self.noDigest
        listed.details = Ollama.ModelDetails(of: file, origin, withLengths: true)
        listed.capabilities = models.capabilities(of: model)?.map(\.rawValue)
        return listed
    }

    private func describe(
        _ model: Router.ModelEntry,
        _ instance: PoolSnapshot.Instance,
        expiresAt expiry: Timestamp
    ) -> Ollama.RunningModel {
        let (file, origin) = (models.file(of: model), models.catalog.origin(of: model.id))
        var running = Ollama.RunningModel()
        running.name = Ollama.ModelName.displayed(model.id.name)
        running.model = running.name
        running.size = instance.footprint?.total ?? file?.size ?? 0
        running.digest = models.digest(of: model) ?? Self.noDigest
        running.details = Ollama.ModelDetails(of: file, origin, withLengths: false)
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
    init(of file: ModelFile?, _ origin: LibraryModel?, withLengths: Bool) {
        self.init()
        let family = file?.header.architecture ?? ""
        self.parentModel = origin?.config["parent_model"]?.string ?? ""
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
