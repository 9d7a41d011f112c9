import ArgumentParser
import Providers
import Router
import Schema

/// Reads models.yaml and says what is wrong with it.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check models.yaml, and list its models.",
        discussion: """
            Ends with status 0 if it can be served, and with 2 if it cannot; every problem is named at once. Files and \
            programs that cannot be used now are warnings: they may be there when a model is asked for.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print the JSON Schema of models.yaml, for editors, and read nothing.")
    var schema = false

    func run() throws {
        if schema { return print(Configuration.jsonSchema.text) }
        do {
            let catalog = try options.catalog()
            for model in catalog.models { print("\(model.id)\t\(model.config.modelPath.path)") }
            for obstacle in catalog.obstacles + catalog.unusableFiles { StandardError.write("warning: \(obstacle)\n") }
            print("\(catalog.models.count) models, \(catalog.configuration.maxLoadedModels) at once")
        } catch let failure as Failure {
            failure.exit()
        }
    }
}
