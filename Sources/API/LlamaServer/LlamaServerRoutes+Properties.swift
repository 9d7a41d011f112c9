import Providers
import Router
import Schema
import Store
import Translate

extension LlamaServerRoutes {
    func properties(
        _ query: Query<LlamaCpp.ModelQuery>,
        _ caller: Caller
    ) throws(LookUpProblem) -> PropertiesReply {
        let model: Router.ModelEntry
        do throws(ModelProblem) { model = try models.find(query.model, for: caller) } catch {
            throw LookUpProblem(problem: error.problem)
        }
        return PropertiesReply(instance: router.instance(of: model.id), known: known(of: model))
    }

    /// What is known of a model that does not run.
    private func known(of model: Router.ModelEntry) -> LlamaCpp.Properties {
        let file = models.file(of: model)
        let capabilities = models.capabilities(of: model) ?? []
        let template = model.config.chatTemplatePath.flatMap { SmallFile.text(at: $0.path) }
        var properties = LlamaCpp.Properties()
        properties.loaded = false
        properties.alias = model.id.name
        properties.path = model.config.modelPath.path.split(separator: "/").last.map(String.init)
        properties.fileType = file?.header.fileType
        properties.chatTemplate = template ?? file?.header.chatTemplate
        properties.trainedContext = file?.header.contextLength
        properties.modalities = [
            "vision": .bool(capabilities.contains(.vision)), "audio": .bool(capabilities.contains(.audio)),
        ]
        return properties
    }
}
