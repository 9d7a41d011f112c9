package import Logging
import Store

/// Runs a GGUF model in a `llama-server` of its own.
package struct LlamaServer: Provider {
    private let executable: String?
    private let settings: LlamaServerSettings
    private let embedding: Bool?
    private let host: ChildHost
    private let logger: Logger

    /// A way to run one model.
    ///
    /// - Parameters:
    ///   - executable: A path or a name to look for on `PATH`; `nil` takes the first `llama-server` found.
    ///   - settings: What the command line is made from.
    ///   - embedding: Whether the model turns text into vectors; `nil` lets its file tell.
    ///   - host: What all children share.
    ///   - logger: Where the child's own lines go.
    package init(
        executable: String?,
        settings: LlamaServerSettings,
        embedding: Bool? = nil,
        host: ChildHost,
        logger: Logger
    ) {
        self.executable = executable
        self.settings = settings
        self.embedding = embedding
        self.host = host
        self.logger = logger
    }

    package func run(
        _ model: ModelID,
        until stop: StopSignal,
        ready: @escaping @Sendable (Instance) -> Void
    ) async
        -> ProviderFailure?
    {
        let start = ContinuousClock.now
        do throws(ProviderFailure) {
            for path in settings.filePaths where !LlamaServerBinary.isReadable(path) {
                throw .fileNotFound(path: path)
            }
            let path = try LlamaServerBinary.find(executable)
            let facts = try await host.binaries.facts(of: path)
            let socket = host.sockets.socket(named: host.nextSocketName())
            let launch = try LaunchArguments(completedSettings, facts: facts, socketPath: socket)
            var logger = logger
            logger[metadataKey: "model.id"] = "\(model)"
            for warning in launch.warnings { logger.warning("\(warning)") }
            let child = ChildProcess(
                program: path,
                arguments: launch.words,
                socket: socket,
                host: host,
                logger: logger
            )
            return await child.run(until: stop) { upstream, processID in
                ready(Instance(upstream: upstream, processID: processID, loadDuration: start.duration(to: .now)))
            }
        } catch {
            return error
        }
    }

    /// The settings with what only the file tells.
    ///
    /// A file that cannot be read is left to llama-server to complain about.
    private var completedSettings: LlamaServerSettings {
        let header = try? GGUFHeader(path: settings.modelPath)
        var settings = settings
        settings.trainedContextSize = header?.contextLength
        settings.isEmbedding = embedding ?? header?.isEmbedding ?? false
        settings.isReranking = header?.isReranking ?? false
        return settings
    }
}
