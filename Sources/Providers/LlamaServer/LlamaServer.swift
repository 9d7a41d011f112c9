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

    package func inspect() async throws(ProviderFailure) -> Footprint {
        let launch = try await prepare(socketPath: "/inspection.sock").launch
        _ = launch
        return Footprint(own: 0)
    }

    package func readAhead() {
    }

    package func run(
        _ model: ModelID,
        until stop: StopSignal,
        report: @escaping @Sendable (ProviderReport) -> Void
    ) async
        -> ProviderFailure?
    {
        let start = ContinuousClock.now
        do throws(ProviderFailure) {
            let socket = host.sockets.socket(named: host.nextSocketName())
            let (program, launch) = try await prepare(socketPath: socket)
            var logger = logger
            logger[metadataKey: "model.id"] = "\(model)"
            for warning in launch.warnings { logger.warning("\(warning)") }
            let child = ChildProcess(
                program: program,
                arguments: launch.words,
                socket: socket,
                host: host,
                logger: logger
            )
            return await child.run(until: stop) { upstream, processID in
                let duration = start.duration(to: .now)
                report(.ready(Instance(upstream: upstream, processID: processID, loadDuration: duration)))
            } beat: { _ in
            }
        } catch {
            return error
        }
    }

    /// Looks at all that a start needs: program, files, arguments.
    private func prepare(
        socketPath: String
    ) async throws(ProviderFailure) -> (program: String, launch: LaunchArguments) {
        for path in settings.filePaths where !LlamaServerBinary.isReadable(path) {
            throw .fileNotFound(path: path)
        }
        let program = try LlamaServerBinary.find(executable)
        let facts = try await host.binaries.facts(of: program)
        return (program, try LaunchArguments(try completedSettings(), facts: facts, socketPath: socketPath))
    }

    /// The settings with what only the file tells.
    private func completedSettings() throws(ProviderFailure) -> LlamaServerSettings {
        let header: GGUFHeader
        do throws(GGUFError) { header = try host.files.file(at: settings.modelPath).header } catch {
            throw .fileUnusable(path: settings.modelPath, reason: error.reason)
        }
        var settings = settings
        settings.trainedContextSize = header.contextLength
        settings.isEmbedding = embedding ?? header.isEmbedding
        settings.isReranking = header.isReranking
        return settings
    }
}
