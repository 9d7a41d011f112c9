import ArgumentParser
import Schema

/// Lists the models that run.
struct Running: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "List the models that a running server holds in memory."
    )

    @OptionGroup var server: ClientOptions

    @Argument(help: "List only models whose names begin like this.")
    var prefix = ""

    @Flag(help: "Print JSON, as the server's /api/ps has it.")
    var json = false

    func run(with client: Client) async throws {
        let models = ModelList(try await client.ask(.get, "/api/ps"), prefix: prefix)
        StandardOutput.write(json ? models.json.text + "\n" : models.running(at: .now).text)
    }
}
