package import Schema

extension Ollama {
    /// Source: Ollama, docs/api.md, "Show Model Information".
    package struct ShowRequest: Shape {
        package struct Fields {
            package let model = NameFields.model
            package let name = NameFields.name
            package let verbose = Field<Bool>(
                "verbose",
                "Whether long lists of the file's header are told, such as its vocabulary; else they are `null`.",
                default: false
            )
            package let system = Field<String?>("system", "Instructions to show instead of the model's.")
            package let template = Field<String?>("template", "A template to show instead of the model's.")
            package let options = Field<Table<JSON>?>("options", "Parameters to show beside the model's.")
        }
        package static let description = Description(
            "A model to be described.",
            Fields(),
            demands: [ModelName.demand()],
            example: #"{"model":"smollm2"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// All about a model.
    package struct ShowAnswer: Shape {
        package struct Fields {
            package let license = Field<String?>("license", "The texts of its licences.")
            package let modelfile = Field<String>("modelfile", "The Modelfile that makes it.")
            package let parameters = Field<String?>("parameters", "Its options, one a line.")
            package let template = Field<String>("template", "Its template.")
            package let system = Field<String?>("system", "Its instructions.")
            package let details = Field<ModelDetails>("details", "What kind of model it is.")
            package let messages = Field<JSON?>("messages", "What stands before every conversation.")
            package let modelInfo = Field<JSON>("model_info", "The header of its file.")
            package let projectorInfo = Field<JSON?>("projector_info", "The header of its projector.")
            package let capabilities = Field<[String]>(
                "capabilities",
                "What it can do: `completion`, `tools`, `vision`, `embedding` and so on."
            )
            package let modifiedAt = Field<String>("modified_at", "When it was last changed.")
        }
        package static let description = Description(
            "All about a model.",
            Fields(),
            example: """
                {"modelfile":"FROM smollm2.gguf","parameters":"temperature 0.2","template":"{{ .Prompt }}",\
                "details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],\
                "parameter_size":"134.52M","quantization_level":"Q4_1"},\
                "model_info":{"general.architecture":"llama","llama.context_length":8192},\
                "capabilities":["completion"],"modified_at":"2026-08-21T09:30:00Z"}
                """
        )
        package var members = JSONObject()
        package init() {}
    }
}
