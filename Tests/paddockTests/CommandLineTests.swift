import ArgumentParser
import Testing

@testable import paddock

@Suite struct `Command line` {
    static let commands = Main.configuration.subcommands.map { $0._commandName }

    /// The help of a command in one line, so that no word is cut at a line's end.
    private func help(_ name: String) throws -> String {
        let command = try #require(Main.configuration.subcommands.first { $0._commandName == name })
        return Main.helpMessage(for: command).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(arguments: commands)
    func `no help shows a value as Swift describes it`(name: String) throws {
        let help = try help(name)
        // `Thinking(json: …)`, `Optional(4)` and the like.
        #expect(try #/[A-Za-z]\((?!s\))/#.firstMatch(in: help) == nil, "\(help)")
    }

    @Test(arguments: commands)
    func `every environment variable in help comes with its default, or with another that adds to it`(
        name: String
    ) throws {
        for match in try help(name).matches(of: #/\(env: [^)]*\)/#) {
            #expect(match.output.contains("; default: ") || match.output.contains("adds to it"))
        }
    }

    @Test func `thinking without a level means yes`() throws {
        #expect(try help("run").contains("default as flag: true)"))
    }

    @Test(arguments: [[], ["run"], ["ls"], ["help"], ["help", "run"], ["help", "help"], ["--port", "rub"], ["-h"]])
    func `what begins with a command, an option or nothing is let through`(arguments: [String]) throws {
        try UnknownCommand.refuse(arguments, below: Main.self)
    }

    @Test(arguments: [
        (["rub"], "There is no command 'rub'. Did you mean 'run'?\n"), (["Serve", "--port", "1"], "'serve'"),
        (["help", "improt"], "'import'"), (["dance"], "There is no command 'dance'.\nCommands: serve, "),
        ([""], "There is no command ''."), (["pul", "llama3"], "'pull'"),
    ])
    func `another word is refused with the command that may be meant, and with all`(arguments: [String], words: String)
    {
        #expect {
            try UnknownCommand.refuse(arguments, below: Main.self)
        } throws: { error in
            let message = (error as? ValidationError)?.message ?? ""
            return message.contains(words) && Self.commands.allSatisfy(message.contains)
        }
    }
}
