import API
import ArgumentParser
import NIOPosix
import Schema

/// Lists the routes without serving anything.
struct Routes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the routes that would be served.",
        discussion: "What answers GET answers HEAD too. For what goes in and comes out, see 'paddock openapi'."
    )

    @Option(help: ArgumentHelp("The dialects to list. (env: PADDOCK_API; default: both)", valueName: "dialects"))
    var api: RouteTable.Selection?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let selection = try Setting.value(api, "PADDOCK_API") ?? .both
        let list = RouteList(RouteTable(describing: selection, on: MultiThreadedEventLoopGroup.singleton.next()))
        StandardOutput.write(json ? list.json.text + "\n" : list.table.text)
    }
}

/// The routes that the document describes, as people and programs read them; pure.
struct RouteList {
    private let routes: [Route]

    /// Takes a table, in its order.
    init(_ table: RouteTable) {
        routes = table.routes.filter(\.isDocumented)
    }

    /// A row for each.
    var table: Table {
        Table(
            header: ["METHOD", "PATH", "GROUP", "SUMMARY"],
            rows: routes.map { ["\($0.method)", Document.documented($0.path), $0.group.tag, $0.summary] }
        )
    }

    /// An object for each.
    var json: JSON {
        let routes = routes.map { route -> JSON in
            [
                "method": .string("\(route.method)"), "path": .string(Document.documented(route.path)),
                "also_at": .array(route.otherPaths.map { .string(Document.documented($0)) }),
                "group": .string(route.group.tag), "operation_id": .string(route.operationID),
                "summary": .string(route.summary),
            ]
        }
        return ["routes": .array(routes)]
    }
}
