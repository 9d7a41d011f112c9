import ArgumentParser
import Schema

/// Lets models leave.
struct Stop: ClientCommand {
    static let configuration = CommandConfiguration(abstract: "Let models leave memory, after their running answers.")

    @OptionGroup var server: ClientOptions

    @Argument(help: "The models.")
    var models: [String]

    func run(with client: Client) async throws {
        for model in models {
            try await client.ask(.post, "/api/generate", ["model": .string(model), "keep_alive": 0])
        }
    }
}
