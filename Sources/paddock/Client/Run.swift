import ArgumentParser
import Schema

/// Talks with a model.
struct Run: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Chat with a model, or ask it one thing.",
        discussion: """
            With a PROMPT, or text on the standard input, the answer goes to the standard output and the command ends. \
            Without one, on a terminal, it is a chat; type /? there for help. A model for embeddings answers with the \
            vector of the text, in JSON.
            """
    )

    @OptionGroup var server: ClientOptions

    @Argument(help: "The model.")
    var model: String

    @Argument(help: "What to ask; several words need no quotes.")
    var prompt: [String] = []

    @Option(
        help: ArgumentHelp("What the answer must be: json, or a JSON schema. (default: any text)", valueName: "format")
    )
    var format: AnswerFormat?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How long the model stays after its last request: 90s, 10m, 0, or -1 for ever. (default: as the server has it)",
            valueName: "time"
        )
    )
    var keepalive: StayTime?

    @Option(
        defaultAsFlag: .yes,
        parsing: .next,
        help: ArgumentHelp(
            "Whether the model thinks before it answers, or how much. (default: as the model likes)",
            valueName: "level"
        )
    )
    var think: Thinking?

    @Flag(help: "Do not show what the model thinks.")
    var hideThinking = false

    @Flag(help: "Tell how many tokens were read and written, and how fast, on the standard error.")
    var verbose = false

    func run(with client: Client) async throws {
        var settings = ChatSettings(model: model)
        settings.format = format?.json
        settings.keepAlive = keepalive?.json
        settings.think = think?.json
        settings.showsThinking = !hideThinking
        settings.isVerbose = verbose
        let question = try question()
        let card = try await ModelCard(of: model, from: client)
        let isEmbedding = card.capabilities?.contains("embedding") ?? false
        guard let question else {
            guard !isEmbedding else {
                throw Failure(status: 2, "'\(model)' makes vectors of texts: give it a PROMPT, or pipe a text into it.")
            }
            var session = ChatSession(with: client, settings, card)
            return try await session.run()
        }
        if isEmbedding { return try await embed(question, with: client) }
        let prompt =
            card.capabilities?.contains("vision") ?? false ? PictureRequest(question) : .init(textOnly: question)
        let turn = ChatTurn(settings, [try prompt.message()])
        try await turn.ask(client)
    }

    /// What to ask: what was piped in, then the words of the command line; `nil` when a person is to write it.
    private func question() throws -> String? {
        var parts = [prompt.joined(separator: " ")]
        if !StandardInput.isTerminal { parts.insert(StandardInput.all(), at: 0) }
        let question = parts.filter { $0.contains { !$0.isWhitespace } }.joined(separator: "\n\n")
        if !question.isEmpty { return question }
        guard Terminal.isInteractive else {
            throw ValidationError("There is nothing to ask: give a PROMPT, or run it on a terminal for a chat.")
        }
        return nil
    }

    private func embed(_ text: String, with client: Client) async throws {
        var request: JSONObject = ["model": .string(model), "input": .string(text)]
        request["keep_alive"] = keepalive?.json
        let spinner = Spinner("waiting for \(model)")
        defer { spinner.stop() }
        let answer = try await client.ask(.post, "/api/embed", .object(request))
        spinner.stop()
        guard let vector = answer?["embeddings"]?[0] else { throw Refusal("the server's answer has no vector") }
        StandardOutput.write(vector.text + "\n")
    }
}

/// What an answer must be, as the command line has it.
struct AnswerFormat: ExpressibleByArgument {
    /// As requests have it: the word `json`, or a schema.
    let json: JSON

    init?(argument: String) {
        if argument == "json" {
            json = "json"
        } else if let schema = try? JSON(parsing: argument), schema.object != nil {
            json = schema
        } else {
            return nil
        }
    }
}

/// Whether a model thinks before it answers, as the command line has it.
struct Thinking: ExpressibleByArgument, CustomStringConvertible {
    /// As requests have it: a truth value, or a level.
    let json: JSON

    /// What stands for the option without a value.
    static let yes = Thinking(json: true)

    private init(json: JSON) {
        self.json = json
    }

    init?(argument: String) {
        switch argument {
        case "true", "false": self.init(json: .bool(argument == "true"))
        case "low", "medium", "high", "max": self.init(json: .string(argument))
        default: return nil
        }
    }

    var description: String { json.string ?? json.text }

    static let allValueStrings = ["true", "false", "low", "medium", "high", "max"]
}
