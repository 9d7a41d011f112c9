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

    /// The template that makes the prompt of a conversation instead of that of the model's file; `nil` for most.
    ///
    /// Pictures and thoughts go by the file's template always, and tools go by it if it knows them.
    /// - Throws: ``ModelProblem`` for a template that makes no sense.
    func template(
        of model: Router.ModelEntry,
        for chat: Ollama.ChatRequest
    ) throws(ModelProblem) -> PromptTemplate? {
        guard chat.isText else { return nil }
        guard chat.tools?.isEmpty == false else { return try template(of: model) }
        guard models.fileCapabilities(of: model)?.contains(.tools) == false,
            let template = models.makersTemplate(of: model), template.mentions("tools")
        else { return nil }
        return template
    }

    /// The template that marks a gap to be filled in; `nil` leaves that to the model's file.
    ///
    /// - Throws: ``ModelProblem`` for a template that makes no sense.
    func suffixTemplate(of model: Router.ModelEntry, wished wish: String?) throws(ModelProblem) -> PromptTemplate? {
        let wished = wish ?? "" == "" ? nil : try template(of: model, wished: wish)
        return [wished, models.makersTemplate(of: model)].lazy.compactMap(\.self).first { $0.mentions("suffix") }
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
        let makeWay: @Sendable (Ollama.ChatRequest) throws(ModelProblem) -> Question.Way = {
            chat throws(ModelProblem) in
            let prompt = try prompt(for: chat, by: template)
            guard !prompt.isEmpty else { throw ModelProblem(.emptyPrompt) }
            return Self.way(of: chat, prompt, spelled, by: template)
        }
        let way = try makeWay(chat)
        var question = Question(model: model.id, keepAlive: chat.keepAlive, way: way)
        if chat.truncate { question.recovery = ShortenedChat(chat) { try? makeWay($0) } }
        return question
    }

    /// How a conversation is asked whose prompt has been made.
    private static func way(
        of chat: Ollama.ChatRequest,
        _ prompt: String,
        _ model: String,
        by template: PromptTemplate
    ) -> Question.Way {
        var body = Ollama.GenerateRequest(members: chat.members).completion(of: .string(prompt))
        var reader: ToolCallReader?
        if let tools = chat.tools, !tools.isEmpty {
            let mark = template.callMark
            reader = ToolCallReader(for: tools.map(\.json), after: mark)
            // A mark that is a token of its own would not be written.
            if let mark { body = body.setting("preserved_tokens", to: [.string(mark)]) }
        }
        return way(
            Question.Call(path: "/completion", json: body),
            model,
            .chat,
            .completion(prompt: nil),
            isStream: chat.stream,
            topLogprobs: chat.topLogprobs,
            findingCalls: reader
        )
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
        try prompt(
            for: chat.messages,
            tools: chat.tools?.map(\.json) ?? [],
            think: chat.think?.json,
            date: date
        )
    }
}

extension JSON {
    /// The same object with a further member.
    fileprivate func setting(_ key: String, to value: JSON) -> JSON {
        var members = object ?? [:]
        members[key] = value
        return .object(members)
    }
}

extension Problem {
    /// A template that makes no sense, or does not fit the conversation.
    init(_ fault: TemplateFault) {
        self.init(.invalidValue, "template error: \(fault)", parameter: "template")
    }
}
