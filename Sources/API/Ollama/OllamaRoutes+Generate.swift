import Providers
import Router
import Schema
import Store
import Translate

extension OllamaRoutes {
    func generate(
        _ request: Lenient<Ollama.GenerateRequest>,
        _ call: Incoming
    ) throws(ModelProblem) -> Reply<Ollama.GenerateAnswer, Lines<Ollama.GenerateAnswer>> {
        var request = request.value
        let model = try find(request.model, as: .generate, for: call.caller)
        let spelled = request.model ?? model.id.name
        if request.isUnload {
            router.unload(model.id)
            return .whole(Ollama.GenerateAnswer(only: "unload", spelled, at: WallClock.now))
        }
        try check(request, for: model, spelled)
        if request.isLoad {
            let answer = Ollama.GenerateAnswer(only: "load", spelled, at: WallClock.now)
            return .asking(Question(model: model.id, keepAlive: request.keepAlive, way: .loaded { _ in answer.json }))
        }
        let wishes = models.wishes(for: model)
        request.options = request.options.filled(by: wishes)
        return .asking(try question(request, wishes, to: model, spelled))
    }

    private func question(
        _ request: Ollama.GenerateRequest,
        _ wishes: ModelWishes,
        to model: Router.ModelEntry,
        _ spelled: String
    ) throws(ModelProblem) -> Question {
        if request.suffix?.isEmpty == false { return try infilling(request, of: model, spelled) }
        if request.raw { return raw(request, to: model, spelled) }
        let history = request.context == nil ? wishes.messages.compactMap(Ollama.Message.init(json:)) : []
        let chat = request.conversation(system: wishes.system ?? "", history: history)
        // Thoughts are told apart, and pictures are seen, in a chat alone.
        let isThinking = models.capabilities(of: model)?.contains(.thinking) ?? false
        if isThinking || request.images?.isEmpty == false {
            return try question(chat, to: model, spelled, form: .generate)
        }
        let template = try template(of: model, wished: request.template)
        if chat.rendersOnly {
            guard let template else { return try question(chat, to: model, spelled, form: .generate) }
            return try question(chat, to: model, spelled, by: template)
        }
        let prompt: PromptPreparation.Prompt =
            if let template { .text(try self.prompt(for: chat, by: template)) } else {
                .rendering(try rendering(of: chat))
            }
        return question(request, prompt, to: model, spelled)
    }

    /// A prompt on its way to the model; it is shortened when the model has no room for it.
    private func question(
        _ request: Ollama.GenerateRequest,
        _ prompt: PromptPreparation.Prompt,
        to model: Router.ModelEntry,
        _ spelled: String
    ) -> Question {
        let preparation = PromptPreparation(request, prompt: prompt) { call, source in
            Self.way(call, request, spelled, source)
        }
        var question = Question(model: model.id, keepAlive: request.keepAlive, way: .prepared(preparation))
        if request.truncate { question.recovery = ShortenedPrompt(preparation) }
        return question
    }

    /// What stands between a text and its suffix: as the model's template marks the gap, else as its file does.
    private func infilling(
        _ request: Ollama.GenerateRequest,
        of model: Router.ModelEntry,
        _ spelled: String
    ) throws(ModelProblem) -> Question {
        guard let template = try suffixTemplate(of: model, wished: request.template) else {
            let call = Question.Call(path: "/infill", json: request.infill)
            let way = Self.way(call, request, spelled, .completion(prompt: nil))
            return Question(model: model.id, keepAlive: request.keepAlive, way: way)
        }
        let prompt: String
        do throws(TemplateFault) {
            let message = Ollama.Message(saying: request.prompt, as: "user")
            prompt = try template.prompt(for: [message], suffix: request.suffix, date: Self.today)
        } catch {
            throw ModelProblem(Problem(error))
        }
        if request.rendersOnly {
            let way = Question.Way.answered { RenderPreparation.answer(.string(prompt), spelled, $0) }
            return Question(model: model.id, keepAlive: request.keepAlive, way: way)
        }
        return question(request, .text(prompt), to: model, spelled)
    }

    /// A text that goes to the model as it is; its tokens are told to nobody.
    private func raw(
        _ request: Ollama.GenerateRequest,
        to model: Router.ModelEntry,
        _ spelled: String
    ) -> Question {
        let makeWay: @Sendable (Question.Call) -> Question.Way = { call in
            Self.way(call, request, spelled, .completion(prompt: nil))
        }
        let body = request.completion(of: .string(request.prompt))
        let way = makeWay(Question.Call(path: "/completion", json: body))
        var question = Question(model: model.id, keepAlive: request.keepAlive, way: way)
        if request.truncate {
            let preparation = PromptPreparation(request, prompt: .text(request.prompt)) { call, _ in makeWay(call) }
            question.recovery = ShortenedPrompt(preparation)
        }
        return question
    }

    private static func way(
        _ call: Question.Call,
        _ request: Ollama.GenerateRequest,
        _ model: String,
        _ source: AnswerSource
    ) -> Question.Way {
        way(call, model, .generate, source, isStream: request.stream, topLogprobs: request.topLogprobs)
    }

    private func check(
        _ request: Ollama.GenerateRequest,
        for model: Router.ModelEntry,
        _ name: String
    ) throws(ModelProblem) {
        let isTemplated =
            request.template ?? "" != "" || request.system ?? "" != "" || request.context?.isEmpty == false
        if request.raw, isTemplated {
            throw ModelProblem(
                Problem(.invalidValue, "raw mode does not support template, system, or context", parameter: "raw")
            )
        }
        if models.isEmbedding(model) { throw ModelProblem(.unsupported("generate", by: name)) }
        if request.suffix?.isEmpty == false { try require(.insert, of: model, name) }
        if request.think?.isWanted == true { try require(.thinking, of: model, name) }
    }
}
