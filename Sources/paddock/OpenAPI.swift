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

    @Option(help: ArgumentHelp("The dialects to describe. (env: PADDOCK_API; default: both)", valueName: "dialects"))
    var api: RouteTable.Selection?

    func run() throws {
        let selection = try Setting.value(api, "PADDOCK_API") ?? .both
        let table = RouteTable(describing: selection, on: MultiThreadedEventLoopGroup.singleton.next())
        StandardOutput.write(table.document.json.text + "\n")
    }
}
