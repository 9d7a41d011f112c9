import Schema

/// A conversation at a terminal, from the first prompt to the last.
struct ChatSession {
    private let client: Client
    private var settings: ChatSettings
    private var card: ModelCard
    private var messages: [JSON] = []
    private var composer = Composer()
    private var reader = LineReader(history: HistoryFile())
    private let interrupts = Interrupts()

    /// A conversation that has not begun.
    init(with client: Client, _ settings: ChatSettings, _ card: ModelCard) {
        (self.client, self.settings, self.card) = (client, settings, card)
    }

    /// Holds it, until the person leaves.
    ///
    /// - Throws: ``Refusal`` when the model cannot be loaded at the start.
    mutating func run() async throws {
        defer { Terminal.leave() }
        beginAnswering()
        try await load(settings)
        interrupts.rest(isSudden: false)
        StandardOutput.write(card.conversation ?? "")
        var isLeaving = false
        while true {
            let prompt = composer.isOpen ? "... " : ">>> "
            switch reader.next(prompt: prompt, placeholder: composer.isOpen ? "" : "Write a message, or /? for help") {
            case .ended: return
            case .interrupted(let wasEmpty):
                let isIdle = wasEmpty && !composer.isOpen
                if isIdle, isLeaving { return }
                composer.abandon()
                if isIdle { say("Control-C once more, Control-D or /bye leaves.") }
                isLeaving = isIdle
            case .text(let line):
                isLeaving = false
                guard try await take(line) else { return }
            }
        }
    }

    /// Does what a line says; tells whether the conversation goes on.
    private mutating func take(_ line: String) async throws -> Bool {
        do {
            switch composer.take(line) {
            case nil, .blank: break
            case .message(let text): try await ask(text)
            case .command(let text):
                let command = try ChatCommand(parsing: text)
                if command == .leave { return false }
                try await carryOut(command)
            }
        } catch let refusal as Refusal {
            say("Error: \(refusal)")
        } catch let fault as ChatCommand.Fault {
            say(fault.description)
        }
        return true
    }

    private mutating func ask(_ text: String) async throws {
        let sees = card.capabilities?.contains("vision") ?? false
        let question = try (sees ? PictureRequest(text) : PictureRequest(textOnly: text)).message()
        beginAnswering()
        let answer = try await ChatTurn(settings, messages + [question]).ask(client, stoppedBy: interrupts)
        // One that was stopped before its first word has not been asked.
        guard !answer.isEmpty else { return }
        messages += [question, ["role": "assistant", "content": .string(answer)]]
        say("")
    }

    private mutating func carryOut(_ command: ChatCommand) async throws {
        switch command {
        case .leave: break
        case .help: StandardOutput.write(ChatCommand.overview)
        case .clear:
            messages = []
            say("The conversation is forgotten.")
        case .load(let model): try await change(to: model)
        case .save(let name): try await save(as: name)
        case .show(let subject): show(subject)
        case .set(let change):
            settings.apply(change)
            say(change.confirmation)
        }
    }

    private mutating func change(to model: String) async throws {
        var settings = settings
        settings.model = model
        beginAnswering()
        defer { interrupts.rest() }
        let card = try await ModelCard(of: model, from: client)
        try await load(settings)
        (self.settings, self.card, messages) = (settings, card, [])
        say("A new conversation with '\(model)'.")
        StandardOutput.write(card.conversation ?? "")
    }

    /// Makes a model that begins as this conversation has gone; the chat stays with its own.
    private mutating func save(as name: String) async throws {
        beginAnswering()
        defer { interrupts.rest() }
        let recipe = settings.recipe(of: name, card.messages + messages)
        try await carryThrough("saving \(name)", "/api/create", recipe)
        let card = try await ModelCard(of: settings.model, from: client)
        // One that was saved under its own name begins with the conversation now.
        if card.messages != self.card.messages { messages = [] }
        self.card = card
        say("Saved. /load \(name) or 'paddock run \(name)' goes on from here.")
    }

    /// Has the model loaded, so that the first answer does not wait for it.
    private func load(_ settings: ChatSettings) async throws {
        try await carryThrough("loading \(settings.model)", "/api/chat", settings.request([]))
    }

    /// Has something done that takes time; Control-C stops it.
    private func carryThrough(_ label: String, _ path: String, _ request: JSON) async throws {
        let spinner = Spinner(label)
        defer { spinner.stop() }
        let steps = client.stream(.post, path, request)
        interrupts.stop(with: steps.cancel)
        for try await _ in steps {}
        if steps.isCancelled { throw Refusal("\(label) was stopped") }
    }

    private func show(_ subject: ChatCommand.Subject) {
        switch subject {
        case .info: StandardOutput.write(card.text())
        case .part(.system) where settings.system != nil: say(settings.system ?? "")
        case .part(.parameters):
            let set = settings.options.members.map { "\($0.key) \($0.value.text)" }
            let all =
                (card[.parameters].map { ["The model's:", $0.trimmed] } ?? [])
                + (set.isEmpty ? [] : ["Set here:"] + set)
            say(all.isEmpty ? "The model has no parameters of its own." : all.joined(separator: "\n"))
        case .part(let part): say(card[part]?.trimmed ?? "The model has no \(part.rawValue).")
        }
    }

    /// Lets Control-C mean what is asked for next, and not the program.
    private func beginAnswering() {
        interrupts.stop {}
        Terminal.enter(.answering)
    }

    private func say(_ text: String) { StandardOutput.write(text.harmless + "\n") }
}

extension ChatSettings {
    fileprivate mutating func apply(_ change: ChatCommand.Change) {
        switch change {
        case .system(let text): system = text.isEmpty ? nil : text
        case .parameter(let name, let value): options[name] = value
        case .think(let value): think = value
        case .format(let value): format = value
        case .verbose(let value): isVerbose = value
        }
    }
}

extension ChatCommand.Change {
    /// What is so from now on.
    fileprivate var confirmation: String {
        switch self {
        case .system(let text): text.isEmpty ? "The model has its own instructions." : "The instructions are set."
        case .parameter(let name, let value): ChatParameter.advice(on: name) ?? "\(name) is \(value.text)."
        case .think(let value): value == false ? "The model does not think." : "The model thinks before it answers."
        case .format(let value): value == nil ? "Answers are text." : "Answers are JSON."
        case .verbose(let value): value ? "Tokens are counted aloud." : "Tokens are not counted aloud."
        }
    }
}
