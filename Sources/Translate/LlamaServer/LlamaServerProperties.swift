package import Schema

extension LlamaCpp {
    /// Which model is asked for, behind the question mark.
    package struct ModelQuery: Shape {
        package struct Fields {
            package let model = Field<String?>(
                "model",
                "An id or alias of models.yaml; a `model` in the body is stronger. Left out, its `default_model`."
            )
        }
        package static let description = Description("Which model is asked for.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// What is known of a model.
    ///
    /// One that runs tells more, in llama-server's words.
    package struct Properties: Shape {
        package struct Fields {
            package let loaded = Field<Bool>("loaded", "Ours: whether it runs. If not, only these fields are there.")
            package let alias = Field<String?>("model_alias", "The model's id.")
            package let path = Field<String?>(
                "model_path",
                "The model's file; of a model that does not run, without its folder."
            )
            package let fileType = Field<String?>("model_ftype", "How its weights are stored, such as `Q4_K_M`.")
            package let chatTemplate = Field<String?>("chat_template", "The template of its conversations, in Jinja.")
            package let trainedContext = Field<Int?>(
                "n_ctx_train",
                "Ours, of a model that does not run: the context that it was trained for, in tokens."
            )
            package let modalities = Field<JSON?>("modalities", "Whether it takes `vision` and `audio`.")
            package let settings = Field<JSON?>(
                "default_generation_settings",
                "Of a model that runs: what holds for requests that say nothing."
            )
        }
        package static let description = Description(
            "What is known of a model.",
            Fields(),
            example: """
                {"loaded":false,"model_alias":"smollm2","model_path":"smollm2.gguf","model_ftype":"Q4_1",\
                "chat_template":"{% for message in messages %}…{% endfor %}",\
                "n_ctx_train":8192,"modalities":{"vision":false,"audio":false}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }
}
