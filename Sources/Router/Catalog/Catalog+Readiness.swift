import Providers
import Schema
import Store

extension Catalog {
    /// What will keep models from loading as things are now: one sentence each, none if all is there.
    package var obstacles: [String] {
        missingFolders + missingPrograms + models.compactMap(missingFiles) + models.compactMap(unreadableArguments)
    }

    private var missingFolders: [String] {
        configuration.modelFolders.compactMap { folder in
            guard case .folder(let path) = folder, Discovery.Place.folder(path).absolute == nil else { return nil }
            return "There is no folder '\(path)', which model_folders names."
        }
    }

    /// Models whose files are there, but are none: one sentence each.
    ///
    /// It reads every header.
    package var unusableFiles: [String] {
        models.compactMap { model in
            let path = model.config.modelPath.path
            guard FileObstacle.toReading(path) == nil, let obstacle = FileObstacle.toLoading(path) else { return nil }
            return "Model '\(model.id)' cannot be loaded: \(obstacle)"
        }
    }

    private func missingFiles(of model: ModelEntry) -> String? {
        let config = model.config
        let paths = [config.modelPath, config.mmprojPath, config.draftModelPath, config.chatTemplatePath]
        let obstacles = paths.compactMap { $0.flatMap { FileObstacle.toReading($0.path) } }
        guard !obstacles.isEmpty else { return nil }
        return "Model '\(model.id)' cannot be loaded: \(obstacles.map(\.description).joined(separator: " "))"
    }

    private func unreadableArguments(of model: ModelEntry) -> String? {
        do {
            _ = try ServerArguments(
                common: configuration.serverArgs,
                variant: variant(of: model)?.serverArgs ?? [],
                alias: model.serverArgs
            )
            return nil
        } catch {
            return "Model '\(model.id)' cannot be loaded: its server_args cannot be understood: \(error)"
        }
    }

    private var missingPrograms: [String] {
        let programs = Set(models.map { variant(of: $0)?.executable?.name })
        return programs.compactMap { program in
            do throws(ProviderFailure) {
                _ = try LlamaServerBinary.find(program)
                return nil
            } catch {
                if case .executableUnusable = error { return "\(error)" }
                let name = program ?? "llama-server"
                return "There is no '\(name)'. Build one with `make llama-server`, or name it under variants."
            }
        }.sorted()
    }
}
