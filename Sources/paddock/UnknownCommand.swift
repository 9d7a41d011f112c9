import ArgumentParser
import Schema

/// A first word that is no command; the default command would take it for an argument of its own.
enum UnknownCommand {
    /// Makes sure that arguments begin with a command or an option, if there are any.
    ///
    /// - Parameters:
    ///   - arguments: What stands behind the program's name.
    ///   - root: Whose subcommands there are.
    /// - Throws: `ValidationError` with the command that may be meant, and all there are.
    static func refuse(_ arguments: [String], below root: any ParsableCommand.Type) throws {
        let names = root.configuration.subcommands.map { $0._commandName }
        let aliases = root.configuration.subcommands.flatMap { $0.configuration.aliases }
        // Help for a command that there is not would be that for all.
        let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
        guard let word = words.first, !word.hasPrefix("-"), !(names + aliases + ["help"]).contains(word) else { return }
        let guess = NearestName.of(word, among: names + ["help"]).map { " Did you mean '\($0)'?" } ?? ""
        throw ValidationError("There is no command '\(word)'.\(guess)\nCommands: \(names.joined(separator: ", "))")
    }
}
