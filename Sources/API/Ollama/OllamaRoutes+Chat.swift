import NIOCore
import Providers
import Router
import Schema
import Store
import Translate

extension OllamaRoutes {
    func chat(
        _ request: Lenient<Ollama.ChatRequest>,
        _ call: Incoming
    ) throws(ModelProblem) -> Reply<Ollama.ChatAnswer, Lines<Ollama.ChatAnswer>> {
        let request = request.value
        let model = try find(request.model, as: .chat, for: call.caller)
        let spelled = request.model ?? model.id.name
        if request.isUnload {
            router.unload(model.id)
            return .whole(Ollama.ChatAnswer(only: "unload", spelled, at: WallClock.now))
        }
        try checkCapabilities(of: model, for: request, spelled)
        if request.isLoad {
            let answer = Ollama.ChatAnswer(only: "load", spelled, at: WallClock.now)
            return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .loaded { _ in answer.json }))
        }
        let filled = request.filled(by: models.wishes(for: model))
        if let template = try template(of: model, for: filled) {
            return .asking(try question(filled, to: model, spelled, by: template))
        }
        return .asking(try question(filled, to: model, spelled, form: .chat))
    }

    /// The prompt that a conversation would become.
    func rendering(of chat: Ollama.ChatRequest, form: OllamaForm = .chat) throws(ModelProblem) -> JSON {
        do throws(TranslationFault) { return try chat.rendering() } catch { throw ModelProblem(error, in: form) }
    }

    /// A conversation on its way to the model; it is shortened when the model has no room for it.
    func question(
        _ request: Ollama.ChatRequest,
        to model: Router.ModelEntry,
        _ spelled: String,
        form: OllamaForm
    ) throws(ModelProblem) -> Question {
        if request.rendersOnly {
            let preparation = RenderPreparation(try rendering(of: request, form: form), for: spelled)
            return Question(model: model.id, keepAlive: request.keepAlive, way: .prepared(preparation))
        }
        let way: Question.Way
        do throws(TranslationFault) { way = try Self.way(of: request, spelled, form) } catch {
            throw ModelProblem(error, in: form)
        }
        var question = Question(model: model.id, keepAlive: request.keepAlive, way: way)
        if request.truncate {
            question.recovery = ShortenedChat(request) { try? Self.way(of: $0, spelled, form) }
        }
        return question
    }

    private static func way(
        of request: Ollama.ChatRequest,
        _ model: String,
        _ form: OllamaForm
    ) throws(TranslationFault) -> Question.Way {
        let body = try OpenAI.ChatRequest(translating: request).json
        let call = Question.Call(path: "/v1/chat/completions", json: body)
        return way(call, model, form, .chat, isStream: request.stream, topLogprobs: request.topLogprobs)
    }

    /// How an answer in Ollama's words comes back.
    static func way(
        _ call: Question.Call,
        _ model: String,
        _ form: OllamaForm,
        _ source: AnswerSource,
        isStream: Bool,
        topLogprobs: Int?,
        findingCalls reader: ToolCallReader? = nil
    ) -> Question.Way {
        let top = topLogprobs ?? 0
        guard isStream else {
            let aggregate = OllamaAggregate(
                model: model,
                form: form,
                from: source,
                topLogprobs: top,
                findingCalls: reader
            )
            return .collected(call, aggregate)
        }
        let stream = OllamaStream(model: model, form: form, from: source, topLogprobs: top, findingCalls: reader)
        return .translated(call, stream, mediaType: Lines<Ollama.ChatAnswer>.mediaType)
    }

    /// Refuses what the model's file says that it cannot do; a file that cannot be read is left to its loading.
    private func checkCapabilities(
        of model: Router.ModelEntry,
        for request: Ollama.ChatRequest,
        _ name: String
    ) throws(ModelProblem) {
        if models.isEmbedding(model) { throw ModelProblem(.unsupported("chat", by: name)) }
        if request.tools?.isEmpty == false { try require(.tools, of: model, name) }
        if request.think?.isWanted == true { try require(.thinking, of: model, name) }
    }

    /// Refuses what the model's file says that it cannot do.
    func require(_ capability: ModelFile.Capability, of model: Router.ModelEntry, _ name: String) throws(ModelProblem) {
        guard let capabilities = models.capabilities(of: model), !capabilities.contains(capability) else {
            return
        }
        throw ModelProblem(.unsupported(capability.rawValue, by: name))
    }
}

extension ModelProblem {
    /// A request that cannot be put into llama-server's words; its places are those of what the client has sent.
    fileprivate init(_ fault: TranslationFault, in form: OllamaForm) {
        switch form {
        case .chat: self.init(Problem([fault.violation]))
        case .generate: self.init(Problem([fault.inText.violation]))
        }
    }
}

extension Ollama.Think {
    /// Whether the model shall think.
    var isWanted: Bool { json != false }
}

extension Ollama.ChatRequest {
    /// Whether it is text alone, and its answer will be, but for calls of tools.
    var isText: Bool {
        self.think?.isWanted != true
            && self.messages.allSatisfy { $0.images?.isEmpty != false && $0.content?.json.array == nil }
    }

    /// The request with what the model's maker wishes where it says nothing itself.
    func filled(by wishes: ModelWishes) -> Ollama.ChatRequest {
        var request = self
        request.messages = wishes.messages.compactMap(Ollama.Message.init(json:)) + self.messages
        if let system = wishes.system, request.messages.first?.role.lowercased() != "system" {
            request.messages.insert(Ollama.Message(saying: system, as: "system"), at: 0)
        }
        request.options = self.options.filled(by: wishes)
        return request
    }
}

extension Ollama.Options? {
    /// The options with what the model's maker wishes where they say nothing themselves.
    func filled(by wishes: ModelWishes) -> Ollama.Options? {
        guard !wishes.parameters.isEmpty else { return self }
        var options = self ?? Ollama.Options()
        for wish in wishes.parameters.members where options.members[wish.key] ?? .null == .null {
            options.members[wish.key] = wish.value
        }
        return options
    }
}
