import ArgumentParser
import Schema

/// Gives a model another name.
struct Copy: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "cp", abstract: "Give a model a second name.")

    @OptionGroup var server: ClientOptions

    @Argument(help: "The model.")
    var source: String

    @Argument(help: "The name that it gets as well.")
    var destination: String

    func run(with client: Client) async throws {
        try await client.ask(
            .post,
            "/api/copy",
            ["source": .string(source), "destination": .string(destination)]
        )
        StandardOutput.write("copied '\(source)' to '\(destination)'\n")
    }
}
