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
            Remove.self,
            Check.self, Import.self, OpenAPI.self,
        ],
        defaultSubcommand: Serve.self
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            StandardError.write(fullMessage(for: error) + "\n")
            exit(withError: ExitCode(2))
        }
    }
}
