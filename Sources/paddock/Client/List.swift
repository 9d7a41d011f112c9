import ArgumentParser
import Schema

/// Lists the models that can be asked for.
struct List: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models of a running server.",
        aliases: ["ls"]
    )

    @OptionGroup var server: ClientOptions

    @Argument(help: "List only models whose names begin like this.")
    var prefix = ""

    @Flag(help: "Print JSON, as the server's /api/tags has it.")
    var json = false

    func run(with client: Client) async throws {
        let models = ModelList(try await client.ask(.get, "/api/tags"), prefix: prefix)
        StandardOutput.write(json ? models.json.text + "\n" : models.available.text)
    }
}
