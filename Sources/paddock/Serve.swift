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
            well if that port is free, so that Ollama's tools find it. A SIGTERM or Ctrl-C lets running answers end; a \
            second one ends at once. Statuses: 0 after a shutdown, 1 when the port is taken, 2 when models.yaml or an \
            argument is wrong.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "The address to listen on. (env: PADDOCK_HOST, default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on; 0 takes any free one. (env: PADDOCK_PORT)")
    var port: Int?

    @Option(help: "The dialects to serve: openai, ollama or both. (env: PADDOCK_API, default: both)")
    var api: RouteTable.Selection?

    @Option(
        help: """
            Whose pages may use the server, besides those of this machine: a comma list of origins in which * stands \
            for any text. (env: PADDOCK_ORIGINS; OLLAMA_ORIGINS adds to it)
            """
    )
    var origins: Origins?

    @Option(help: "What to log: debug, info, warning or error, in any case. (env: PADDOCK_LOG_LEVEL, default: info)")
    var logLevel: LogLevel?

    @Flag(inversion: .prefixedNo, help: "Whether to listen on 11434 as well, if that port is free.")
    var ollamaPort = true

    func run() async throws {
        do {
            let source = try options.source(isOptional: true)
            let catalog = try source.firstCatalog()
            let level = try Setting.value(logLevel, "PADDOCK_LOG_LEVEL")?.level ?? .info
            let logger = Logger(label: "paddock") { _ in LogLines(logLevel: level) }
            let api = try Setting.value(api, "PADDOCK_API") ?? .both
            let host = try Setting.value(host, "PADDOCK_HOST") ?? "127.0.0.1"
            let port = try Setting.value(port, "PADDOCK_PORT")
            guard (0...65535).contains(port ?? 0) else { throw ValidationError("--port must be from 0 to 65535.") }
            let origins = Origins.local
                .adding(try Setting.value(origins, "PADDOCK_ORIGINS"))
                .adding(try Setting.value(nil, "OLLAMA_ORIGINS"))
            let service = Service(
                catalog: catalog,
                source: source,
                api: api,
                origins: origins,
                host: host,
                port: port,
                logger: logger
            )
            try await service.run(withOllamaPort: ollamaPort && port != Service.ollamaPort)
        } catch let failure as Failure {
            failure.exit()
        }
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
