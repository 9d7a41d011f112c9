package import Schema

extension OpenAI {
    /// Source: OpenAI, "Models".
    package struct ModelEntry: Shape {
        package struct Fields {
            package let id = Field<String>("id", "The name that requests use.")
            package let object = Field<String>("object", "Always `model`.")
            package let created = Field<Int>(
                "created",
                "When the model's file was last changed, in seconds since 1970; 0 when it is not there."
            )
            package let ownedBy = Field<String>("owned_by", "Always `paddock`.")
            package let summary = Field<String?>("description", "What models.yaml says about it.")
            package let loaded = Field<Bool>("loaded", "Whether it runs now.")
            package let capabilities = Field<[String]>(
                "capabilities",
                "What it can do: `completion`, `tools`, `vision`, `embedding` and so on."
            )
            package let contextLength = Field<Int?>(
                "context_length",
                "The most tokens of one request, its answer included."
            )
            package let aliases = Field<[String]>("aliases", "Ours: further names that requests can use.")
        }
        package static let description = Description(
            "One model.",
            Fields(),
            example: """
                {"id":"smollm2","object":"model","created":1764000000,"owned_by":"paddock","loaded":true,\
                "capabilities":["completion"],"context_length":8192,"aliases":["small"]}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Source: OpenAI, "List models".
    package struct ModelList: Shape {
        package struct Fields {
            package let object = Field<String>("object", "Always `list`.")
            package let data = Field<[ModelEntry]>("data", "The models, by id.")
        }
        package static let description = Description(
            "The models that can be asked for.",
            Fields(),
            example: """
                {"object":"list","data":[{"id":"smollm2","object":"model","created":1764000000,\
                "owned_by":"paddock","loaded":true,"capabilities":["completion"],"context_length":8192,"aliases":[]}]}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The path of one model.
    package struct ModelPath: Shape {
        package struct Fields {
            package let id = Field<String>(
                "id",
                "A model's id or alias; slashes and colons may stand as they are.",
                atLeast: 1
            )
        }
        package static let description = Description("Which model.", Fields(), example: #"{"id":"smollm2"}"#)
        package var members = JSONObject()
        package init() {}
    }
}
