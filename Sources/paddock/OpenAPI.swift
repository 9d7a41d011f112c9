import API
import ArgumentParser
import NIOPosix
import Schema

/// Prints the document without serving anything.
struct OpenAPI: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Print the OpenAPI document of the routes that would be served."
    )

    @Option(help: "The dialects to describe: openai, ollama or both. (env: PADDOCK_API)")
    var api: RouteTable.Selection?

    func run() throws {
        let selection = try Setting.value(api, "PADDOCK_API") ?? .both
        print(RouteTable.document(serving: selection, on: MultiThreadedEventLoopGroup.singleton.next()).json.text)
    }
}
