import ArgumentParser
import Providers
import Router
import Schema
import Store

/// Reads models.yaml and says what is wrong with it.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check models.yaml, and list its models.",
        discussion: """
            Ends with status 0 if it can be served, and with 2 if it cannot; every problem is named at once. Files and \
            programs that cannot be used now are warnings: they may be there when a model is asked for. Without a \
            models.yaml it lists what is served all the same.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print the JSON Schema of models.yaml, for editors, and read nothing.")
    var schema = false

    func run() throws {
        if schema { return print(Configuration.jsonSchema.text) }
        let source = try options.source(isOptional: true)
        let catalog = try source.firstCatalog()
        let withOllama = catalog.configuration.modelFolders.contains(.ollama)
        let library = ModelLibrary.ofUser(withOllama: withOllama)
        let all = catalog.with(UnlistedModels(library: library.models, for: catalog.configuration))
        if source.isMissing {
            StandardError.write("There is no models.yaml. Without one, these models are served:\n")
            return report(on: all)
        }
        report(on: catalog, unlistedCount: all.models.count - catalog.models.count)
    }

    /// Lists a catalog's models, and what will keep them from loading.
    private func report(on catalog: Catalog, unlistedCount: Int = 0) {
        for model in catalog.models { print("\(model.id)\t\(model.config.modelPath.path)") }
        for obstacle in catalog.obstacles + catalog.unusableFiles { StandardError.write("warning: \(obstacle)\n") }
        let unlisted = unlistedCount > 0 ? ", and \(unlistedCount) more without an entry" : ""
        let count = catalog.models.count
        let keyCount = catalog.configuration.apiKeys.count
        let keys = keyCount > 0 ? ", \(keyCount) API \(keyCount == 1 ? "key" : "keys")" : ""
        print(
            "\(count) \(count == 1 ? "model" : "models")\(unlisted), \(catalog.configuration.maxLoadedModels) at once\(keys)"
        )
    }
}
