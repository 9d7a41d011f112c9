import ArgumentParser
import Schema

/// Removes models.
struct Remove: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove models, and let them leave first."
    )

    @OptionGroup var server: ClientOptions

    @Argument(help: "The models.")
    var models: [String]

    func run(with client: Client) async throws {
        for model in models {
            // One that does not run, or only embeds, need not leave; one that is unknown is told of next.
            _ = try? await client.ask(.post, "/api/generate", ["model": .string(model), "keep_alive": 0])
            try await client.ask(.delete, "/api/delete", ["model": .string(model)])
            StandardOutput.write("removed '\(model)'\n")
        }
    }
}
