import API
import ArgumentParser

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paddock",
        abstract: "One local endpoint for all your models.",
        discussion: """
            Paddock keeps several llama-server processes warm behind one address, for clients of OpenAI and of Ollama. \
            A request names a model of models.yaml; Paddock starts it, and stops the one that was used longest ago if \
            there is no room.
            """,
        version: Paddock.version,
        subcommands: [
            Serve.self, Run.self, Pull.self, List.self, Running.self, Show.self, Load.self, Stop.self, Copy.self,
            Remove.self, Check.self, Import.self, Routes.self, OpenAPI.self,
        ],
        defaultSubcommand: Serve.self
    )

    static func main() async {
        var command: any ParsableCommand.Type = Self.self
        do {
            try UnknownCommand.refuse(Array(CommandLine.arguments.dropFirst()), below: Self.self)
            var parsed = try parseAsRoot()
            command = type(of: parsed)
            if var parsed = parsed as? any AsyncParsableCommand {
                try await parsed.run()
            } else {
                try parsed.run()
            }
        } catch {
            end(with: error, of: command)
        }
    }

    /// Says what is wrong, and ends the process: with status 2, and how a command is used, when it was used wrongly.
    private static func end(with error: any Error, of command: any ParsableCommand.Type) -> Never {
        switch error {
        case let failure as Failure: failure.exit()
        case let refusal as Refusal: Failure(status: 1, refusal.description).exit()
        case let error as ValidationError:
            let name = command == Self.self ? "" : " \(command._commandName)"
            StandardError.write(
                """
                Error: \(error.message)
                Usage: \(usageString(for: command))
                  See 'paddock\(name) --help' for more information.

                """
            )
            exit(withError: ExitCode(2))
        case let error where exitCode(for: error) == .validationFailure:
            StandardError.write(fullMessage(for: error) + "\n")
            exit(withError: ExitCode(2))
        default: exit(withError: error)
        }
    }
}
