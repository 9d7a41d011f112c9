import API
import ArgumentParser
import Logging
import NIOCore
import NIOPosix
import Providers
import Router

/// Serves the models of models.yaml.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the models of models.yaml (what paddock does if told nothing else).",
        discussion: """
            Without --port it listens on 8080, or on 11434 with --api ollama. With --api both it listens on 11434 as \
            well if that port is free, so that Ollama's tools find it. A SIGTERM or Control-C lets running answers end; \
            a second one ends at once. Statuses: 0 after a shutdown, 1 when the address cannot be listened on, 2 when \
            models.yaml or an argument is wrong.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(
        help: ArgumentHelp("The address to listen on. (env: PADDOCK_HOST; default: 127.0.0.1)", valueName: "address")
    )
    var host: String?

    @Option(
        help: """
            The port to listen on; 0 takes any free one. (env: PADDOCK_PORT; default: 8080, or 11434 with --api ollama)
            """
    )
    var port: Int?

    @Option(help: ArgumentHelp("The dialects to serve. (env: PADDOCK_API; default: both)", valueName: "dialects"))
    var api: RouteTable.Selection?

    @Option(
        help: ArgumentHelp(
            """
            Whose pages may use the server, besides those of this machine: origins with commas between them, in which \
            * stands for any text. (env: PADDOCK_ORIGINS; OLLAMA_ORIGINS adds to it)
            """,
            valueName: "origins"
        )
    )
    var origins: Origins?

    @Flag(
        help: """
            Serve others than this machine without api_keys in models.yaml: whoever reaches the port may do everything. \
            (env: PADDOCK_OPEN; default: false)
            """
    )
    var open = false

    @Option(
        help: ArgumentHelp("The least that is logged. (env: PADDOCK_LOG_LEVEL; default: info)", valueName: "level")
    )
    var logLevel: LogLevel?

    @Flag(inversion: .prefixedNo, help: "Whether to listen on 11434 as well, if that port is free.")
    var ollamaPort = true

    func run() async throws {
        var source = try options.source(isOptional: true)
        let level = try Setting.value(logLevel, "PADDOCK_LOG_LEVEL")?.level ?? .info
        let api = try Setting.value(api, "PADDOCK_API") ?? .both
        let host = try Setting.value(host, "PADDOCK_HOST") ?? "127.0.0.1"
        let port = try Setting.number(port, "--port", "PADDOCK_PORT", in: 0...65535)
        let isOpen = try Setting.value(open ? true : nil, "PADDOCK_OPEN") ?? false
        source.needsKeys = !isOpen && Reach.isWide(listeningOn: host)
        let origins = Origins.local
            .adding(try Setting.value(origins, "PADDOCK_ORIGINS"))
            .adding(try Setting.value(nil, "OLLAMA_ORIGINS"))
        let service = Service(
            catalog: try source.firstCatalog(),
            source: source,
            api: api,
            origins: origins,
            host: host,
            port: port,
            logger: Logger(label: "paddock") { _ in LogLines(logLevel: level) }
        )
        try await service.run(withOllamaPort: ollamaPort && port != Service.ollamaPort)
    }
}

/// A level of the log, in any letter case.
struct LogLevel: ExpressibleByArgument {
    let level: Logger.Level

    init?(argument: String) {
        guard let level = Logger.Level(rawValue: argument.lowercased()) else { return nil }
        self.level = level
    }

    static let allValueStrings = ["debug", "info", "warning", "error"]
}
