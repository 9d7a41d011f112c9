package import Schema

extension Ollama {
    /// Source: Ollama, docs/api.md, "List local models".
    package struct TagsAnswer: Shape {
        package struct Fields {
            package let models = Field<[ListedModel]>("models", "The models, those with the newest file first.")
        }
        package static let description = Description(
            "The models that can be asked for.",
            Fields(),
            example: """
                {"models":[{"name":"smollm2:latest","model":"smollm2:latest","modified_at":"2026-08-21T09:30:00Z",\
                "size":98000000,"digest":"0c9ef2b2e1f5e1d1f6d2b0f8a53c1d9f0a3f6b7c8d9e0f1a2b3c4d5e6f708192",\
                "details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],\
                "parameter_size":"134.52M","quantization_level":"Q4_1"},"capabilities":["completion"]}]}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One model of a list.
    package struct ListedModel: Shape {
        package struct Fields {
            package let name = Field<String>("name", "The name that requests use, with its tag.")
            package let model = Field<String>("model", "The same.")
            package let modifiedAt = Field<String>("modified_at", "When the file was last changed.")
            package let size = Field<Int>("size", "Bytes of the file.")
            package let digest = Field<String>(
                "digest",
                "64 hex digits that stay the same as long as the file is the same."
            )
            package let details = Field<ModelDetails>("details", "What kind of model it is.")
            package let capabilities = Field<[String]?>(
                "capabilities",
                "What it can do: `completion`, `tools`, `vision`, `embedding` and so on."
            )
        }
        package static let description = Description("One model.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// What kind of model it is.
    package struct ModelDetails: Shape {
        package struct Fields {
            package let parentModel = Field<String>("parent_model", "The model that it was made of; empty for most.")
            package let format = Field<String>("format", "Always `gguf`.")
            package let family = Field<String>("family", "The architecture, such as `llama`.")
            package let families = Field<[String]?>("families", "The same, in a list.")
            package let parameterSize = Field<String>(
                "parameter_size",
                "How many parameters it has, such as `134.52M`."
            )
            package let quantizationLevel = Field<String>("quantization_level", "How they are kept, such as `Q4_K_M`.")
            package let contextLength = Field<Int?>("context_length", "The context that it was trained for, in tokens.")
            package let embeddingLength = Field<Int?>("embedding_length", "The length of its vectors.")
        }
        package static let description = Description("What kind of model it is.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// Source: Ollama, docs/api.md, "List running models".
    package struct RunningAnswer: Shape {
        package struct Fields {
            package let models = Field<[RunningModel]>("models", "The models, those that stay longest first.")
        }
        package static let description = Description(
            "The models that run.",
            Fields(),
            example: """
                {"models":[{"name":"smollm2:latest","model":"smollm2:latest","size":184000000,\
                "digest":"0c9ef2b2e1f5e1d1f6d2b0f8a53c1d9f0a3f6b7c8d9e0f1a2b3c4d5e6f708192",\
                "details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],\
                "parameter_size":"134.52M","quantization_level":"Q4_1"},"expires_at":"2026-08-21T09:35:00Z",\
                "size_vram":0,"context_length":8192}]}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One model that runs.
    package struct RunningModel: Shape {
        package struct Fields {
            package let name = Field<String>("name", "The name that requests use, with its tag.")
            package let model = Field<String>("model", "The same.")
            package let size = Field<Int>("size", "Bytes of memory that it takes.")
            package let digest = Field<String>(
                "digest",
                "64 hex digits that stay the same as long as the file is the same."
            )
            package let details = Field<ModelDetails>("details", "What kind of model it is.")
            package let expiresAt = Field<String>("expires_at", "When it leaves if nobody asks for it again.")
            package let sizeVRAM = Field<Int>("size_vram", "Bytes of it on GPUs.")
            package let contextLength = Field<Int>("context_length", "The context that a request can use, in tokens.")
        }
        package static let description = Description("One model that runs.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}
