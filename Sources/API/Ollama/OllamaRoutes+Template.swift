import Router
import Schema
import Store
import Translate

extension OllamaRoutes {
    /// The template that makes this model's prompts instead of that of its file; `nil` for most models.
    ///
    /// llama-server finds thoughts and calls of tools in answers to its own prompts alone, so a template of a registry
    /// gives way to that of the file, if the file has one.
    /// - Parameters:
    ///   - model: The model.
    ///   - wish: The template that a request brings.
    /// - Returns: The template.
    /// - Throws: ``ModelProblem`` for one that makes no sense.
    func template(of model: Router.ModelEntry, wished wish: String? = nil) throws(ModelProblem) -> PromptTemplate? {
        let isWished = wish.map { !$0.isEmpty && !PromptTemplate.isJinja($0) } ?? false
        guard let text = isWished ? wish : ownTemplate(of: model) else { return nil }
        do throws(TemplateFault) { return try PromptTemplate(text) } catch { throw ModelProblem(Problem(error)) }
    }

    private func ownTemplate(of model: Router.ModelEntry) -> String? {
        guard let origin = models.catalog.origin(of: model.id) else { return nil }
        let text = origin.wishes.template ?? ""
        if origin.hasOwnTemplate, !text.isEmpty { return text }
        guard let file = models.file(of: model), file.header.chatTemplate == nil else { return nil }
        return text.isEmpty ? Self.defaultTemplate : text
    }

    /// What Ollama makes prompts by when nobody says how: a model that was not trained for conversations continues texts.
    private static let defaultTemplate = "{{ .Prompt }}"

    /// A conversation whose prompt is made here.
    func question(
        _ chat: Ollama.ChatRequest,
        to model: Router.ModelEntry,
        _ spelled: String,
        by template: PromptTemplate
    ) throws(ModelProblem) -> Question {
        if chat.rendersOnly {
            let prompt = try self.prompt(for: chat, by: template)
            let way = Question.Way.answered { RenderPreparation.answer(.string(prompt), spelled, $0) }
            return Question(model: model.id, keepAlive: chat.keepAlive, way: way)
        }
        let makeWay: @Sendable (Ollama.ChatRequest) throws(TemplateFault) -> Question.Way = {
            chat throws(TemplateFault) in
            let prompt = try template.prompt(for: chat, date: Self.today)
            let body = Ollama.GenerateRequest(members: chat.members).completion(of: .string(prompt))
            let call = Question.Call(path: "/completion", json: body)
            let (isStream, top) = (chat.stream, chat.topLogprobs)
            return Self.way(call, spelled, .chat, .completion(prompt: nil), isStream: isStream, topLogprobs: top)
        }
        let way: Question.Way
        do throws(TemplateFault) { way = try makeWay(chat) } catch { throw ModelProblem(Problem(error)) }
        var question = Question(model: model.id, keepAlive: chat.keepAlive, way: way)
        if chat.truncate { question.recovery = ShortenedChat(chat) { try? makeWay($0) } }
        return question
    }

    /// The prompt of a conversation.
    func prompt(for chat: Ollama.ChatRequest, by template: PromptTemplate) throws(ModelProblem) -> String {
        do throws(TemplateFault) { return try template.prompt(for: chat, date: Self.today) } catch {
            throw ModelProblem(Problem(error))
        }
    }

    /// Today, as templates write it.
    static var today: String { String(WallClock.now.description.prefix(10)) }
}

extension PromptTemplate {
    /// Whether a template is written in the language of GGUF files, which llama-server applies.
    static func isJinja(_ text: String) -> Bool { text.contains("{%") }

    /// The prompt of a conversation.
    func prompt(for chat: Ollama.ChatRequest, date: String) throws(TemplateFault) -> String {
        try prompt(for: chat.messages, think: chat.think?.json, date: date)
    }
}

extension Problem {
    /// A template that makes no sense, or does not fit the conversation.
    init(_ fault: TemplateFault) {
        self.init(.invalidValue, "template error: \(fault)", parameter: "template")
    }
}
