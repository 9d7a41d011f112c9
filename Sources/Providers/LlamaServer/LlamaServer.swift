import HTTP
package import Logging
import Store

/// Runs a GGUF model in a `llama-server` of its own.
package struct LlamaServer: Provider {
    private let executable: String?
    private let settings: LlamaServerSettings
    private let embedding: Bool?
    private let sharesCores: Bool
    private let host: ChildHost
    private let logger: Logger

    /// A way to run one model.
    ///
    /// - Parameters:
    ///   - executable: A path or a name to look for on `PATH`; `nil` takes the first `llama-server` found.
    ///   - settings: What the command line is made from.
    ///   - embedding: Whether the model turns text into vectors; `nil` lets its file tell.
    ///   - sharesCores: Whether other models may compute at the same time. It is none of the settings, for a model that
    ///     runs is not started anew when it gets or loses neighbours.
    ///   - host: What all children share.
    ///   - logger: Where the child's own lines go.
    package init(
        executable: String?,
        settings: LlamaServerSettings,
        embedding: Bool? = nil,
        sharesCores: Bool = false,
        host: ChildHost,
        logger: Logger
    ) {
        self.executable = executable
        self.settings = settings
        self.embedding = embedding
        self.sharesCores = sharesCores
        self.host = host
        self.logger = logger
    }

    package func inspect() async throws(ProviderFailure) -> Footprint {
        try await prepare(socketPath: "/inspection.sock").footprint
    }

    package func readAhead() {
        FileReadAhead.start(settings.modelPath)
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
            let plan = try await prepare(socketPath: socket)
            var logger = logger
            logger[metadataKey: "model"] = "\(model)"
            for warning in plan.launch.warnings { logger.warning("\(warning)") }
            let child = ChildProcess(
                program: plan.program,
                arguments: plan.launch.words,
                environment: .forChild(sharesCores: sharesCores),
                socket: socket,
                recipe: plan.recipe,
                host: host,
                logger: logger
            )
            let size = FootprintMeter(from: plan.footprint)
            let failure = await child.run(until: stop) { upstream, slots, processID in
                let duration = start.duration(to: .now)
                let instance = Instance(
                    upstream: upstream,
                    slots: slots,
                    processID: processID,
                    loadDuration: duration
                )
                report(.ready(instance))
                report(.measured(size.measure(processID)))
            } beat: { processID in
                report(.measured(size.measure(processID)))
            }
            if failure == nil, let measured = size.learned {
                host.footprints?.learn(measured, for: plan.launch.footprintKey)
            }
            return failure
        } catch {
            return error
        }
    }

    /// All that a start needs, looked at.
    private struct Plan {
        let program: String
        let launch: LaunchArguments
        let footprint: Footprint
        /// `nil` for a model that holds no conversations.
        let recipe: KVRecipe?
    }

    private func prepare(socketPath: String) async throws(ProviderFailure) -> Plan {
        for path in settings.filePaths {
            if let obstacle = FileObstacle.toReading(path) { throw obstacle }
        }
        let program = try LlamaServerBinary.find(executable)
        let facts = try await host.binaries.facts(of: program)
        do {
            let settings = try completedSettings()
            let launch = try LaunchArguments(settings, facts: facts, socketPath: socketPath)
            let learned = host.footprints?.footprint(for: launch.footprintKey)
            let footprint = try learned ?? launch.footprint(reading: host.files, hasDevices: facts.hasDevices ?? false)
            let recipe = settings.slotFolder.map { _ in
                KVRecipe(program: program, version: facts.version, words: launch.words)
            }
            return Plan(program: program, launch: launch, footprint: footprint, recipe: recipe)
        } catch let failure as ProviderFailure {
            throw failure
        } catch let error as GGUFError {
            throw .fileUnusable(path: error.path, reason: error.reason)
        } catch {
            throw .notSpawned(reason: "\(error)")
        }
    }

    /// The settings with what only the file tells.
    private func completedSettings() throws(GGUFError) -> LlamaServerSettings {
        let header = try host.files.file(at: settings.modelPath).header
        var settings = settings
        settings.trainedContextSize = header.contextLength
        settings.isEmbedding = embedding ?? header.isEmbedding
        settings.isReranking = header.isReranking
        settings.slotFolder = settings.isEmbedding || settings.isReranking ? nil : host.conversations?.pathForChild()
        return settings
    }
}
