import Schema

/// What a person tells the chat itself; pure.
enum ChatCommand: Hashable {
    case help
    case leave
    /// Forget the conversation.
    case clear
    /// Go on with another model.
    case load(String)
    /// Make a model that begins as this conversation has gone.
    case save(String)
    /// Change how answers are asked for.
    case set(Change)
    /// Print something about the model.
    case show(Subject)

    /// A change of how answers are asked for.
    enum Change: Hashable {
        /// Instructions; empty: the model's own.
        case system(String)
        case parameter(String, JSON)
        case think(JSON)
        case format(JSON?)
        case verbose(Bool)
    }

    /// What can be printed about the model.
    enum Subject: Hashable {
        case info
        case part(ModelCard.Part)
    }

    /// A command that cannot be done as it was written.
    struct Fault: Error, Hashable, CustomStringConvertible {
        /// A sentence that says what is expected.
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    /// Reads a command, with its slash.
    ///
    /// - Throws: ``Fault``.
    init(parsing text: String) throws(Fault) {
        let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let rest = words.count > 1 ? words[1].trimmed : ""
        switch words.first {
        case "/?", "/help": self = .help
        case "/bye", "/exit", "/quit": self = .leave
        case "/clear": self = .clear
        case "/load":
            guard !rest.isEmpty else { throw Fault("/load needs the name of a model.") }
            self = .load(rest)
        case "/save":
            guard !rest.isEmpty else { throw Fault("/save needs a name for the new model.") }
            self = .save(rest)
        case "/set": self = .set(try Change(parsing: rest))
        case "/show": self = .show(try Subject(parsing: rest))
        default: throw Fault("'\(words.first ?? "/")' is no command; /? lists them.")
        }
    }

    /// What `/?` prints.
    static let overview = """
          /set system TEXT           instructions for the model; without TEXT, its own
          /set parameter NAME VALUE  a parameter, such as temperature 0.2, or stop END
          /set think [LEVEL]         let the model think: low, medium, high or max
          /set nothink               let it not think
          /set format json           answers in JSON; /set noformat for text again
          /set verbose               count tokens aloud; /set quiet to stop that
          /show info                 what is known of the model
          /show parameters           its parameters, and those that were set here
          /show system, template, license, modelfile
          /load MODEL                begin anew with another model
          /save NAME                 make a model that goes on from here
          /clear                     forget the conversation
          /bye                       leave; Control-D does the same

          \""" begins a text of several lines, and ends it. Alt-Enter breaks a line.
          Control-C stops an answer. The arrow keys bring back what was written before.
          The path of a picture shows it to a model that sees.

        """
}

extension ChatCommand.Change {
    fileprivate init(parsing text: String) throws(ChatCommand.Fault) {
        let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let rest = words.count > 1 ? words[1].trimmed : ""
        switch words.first {
        case "system": self = .system(rest)
        case "parameter", "parameters": self = try Self.parameter(rest)
        case "think":
            guard ["", "low", "medium", "high", "max"].contains(rest) else {
                throw ChatCommand.Fault("/set think takes low, medium, high, max or nothing.")
            }
            self = .think(rest.isEmpty ? true : .string(rest))
        case "nothink": self = .think(false)
        case "format":
            guard rest == "json" else { throw ChatCommand.Fault("/set format takes json.") }
            self = .format("json")
        case "noformat": self = .format(nil)
        case "verbose": self = .verbose(true)
        case "quiet": self = .verbose(false)
        default:
            throw ChatCommand.Fault("/set takes system, parameter, think, nothink, format, noformat, verbose or quiet.")
        }
    }

    private static func parameter(_ text: String) throws(ChatCommand.Fault) -> Self {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count > 1 else { throw ChatCommand.Fault("/set parameter needs a name and a value.") }
        return .parameter(words[0], try ChatParameter.value(of: words[0], Array(words.dropFirst())))
    }
}

extension ChatCommand.Subject {
    fileprivate init(parsing text: String) throws(ChatCommand.Fault) {
        if text == "info" {
            self = .info
        } else if let part = ModelCard.Part(rawValue: text) {
            self = .part(part)
        } else {
            throw ChatCommand.Fault("/show takes info, parameters, system, template, license or modelfile.")
        }
    }
}
