import ArgumentParser
import Schema

/// Loads a model.
struct Load: ClientCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load a model into memory, and wait until it can be used."
    )

    @OptionGroup var server: ClientOptions

    @Argument(help: "The model.")
    var model: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How long it stays after its last request: 90s, 10m, 0, or -1 for ever. (default: as the server has it)",
            valueName: "time"
        )
    )
    var keepalive: StayTime?

    @Flag(help: "Print JSON, as the server's /v1/pool/load has it.")
    var json = false

    func run(with client: Client) async throws {
        var request: JSONObject = ["model": .string(model)]
        request["keep_alive"] = keepalive?.json
        let spinner = Spinner("loading \(model)")
        defer { spinner.stop() }
        let answer = try await client.ask(.post, "/v1/pool/load", .object(request))
        spinner.stop()
        if json { return StandardOutput.write((answer ?? .null).text + "\n") }
        let seconds = answer?["load_seconds"]?.double.map { " in \(Counters.rounded($0, digits: 2)) s" } ?? ""
        StandardOutput.write("loaded '\(answer?["model"]?.string?.harmless ?? model)'\(seconds)\n")
    }
}
