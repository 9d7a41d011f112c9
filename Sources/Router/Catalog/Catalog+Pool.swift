package import Logging
package import Providers
import Schema

extension Catalog {
    /// The limits that the file sets.
    ///
    /// - Parameter automaticBudget: What `memory_budget: auto` means on this machine, in bytes; `nil` for no limit.
    /// - Returns: The limits.
    package func limits(automaticBudget: Int?) -> PoolLimits {
        let budget: Int? =
            switch configuration.memoryBudget {
            case .automatic: automaticBudget
            case .size(let size): size.bytes
            case .unlimited: nil
            }
        return PoolLimits(
            capacity: configuration.maxLoadedModels,
            memoryBudget: budget,
            queueLimit: configuration.queue.limit,
            queueTimeout: configuration.queue.timeout.duration,
            patience: configuration.queue.patience.duration,
            minResidency: configuration.queue.minResidency.duration,
            shutdownGrace: configuration.shutdownGrace.duration
        )
    }

    /// What the file wishes for each model.
    package var policies: [ModelID: PoolState.Policy] {
        models.reduce(into: [:]) { policies, model in
            policies[model.id] = PoolState.Policy(pinned: model.isPinned, keepAlive: keepAlive(of: model))
        }
    }

    /// What runs each model.
    package func providers(on host: ChildHost, logger: Logger) -> [ModelID: any Provider] {
        models.reduce(into: [:]) { providers, model in
            providers[model.id] = LlamaServer(
                executable: variant(of: model)?.executable?.name,
                settings: settings(of: model),
                embedding: model.config.embedding,
                sharesCores: configuration.maxLoadedModels > 1,
                host: host,
                logger: logger
            )
        }
    }

    func settings(of model: ModelEntry) -> LlamaServerSettings {
        let config = model.config
        var settings = LlamaServerSettings(modelPath: config.modelPath.path, name: model.id.name)
        settings.projectorPath = config.mmprojPath?.path
        settings.draftModelPath = config.draftModelPath?.path
        settings.chatTemplatePath = config.chatTemplatePath?.path
        settings.contextSize = config.contextLength
        settings.contextLimit = config.cacheLimit
        settings.threads = config.threads
        settings.batchSize = config.batchSize
        settings.gpuLayers = config.gpuLayers
        settings.useMmap = config.usesMmap
        settings.useMlock = config.usesMlock
        settings.cacheType = config.cacheType == .quantized ? .quantized : .standard
        settings.cacheBits = config.cacheBits
        settings.commonArguments = configuration.serverArgs
        settings.variantArguments = variant(of: model)?.serverArgs ?? []
        settings.aliasArguments = model.serverArgs
        return settings
    }
}
