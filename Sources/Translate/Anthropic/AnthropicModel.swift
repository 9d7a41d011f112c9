package import Schema

extension Anthropic {
    /// Source: Anthropic, "List Models", the object `model`.
    package struct ModelEntry: Shape {
        package struct Fields {
            package let type = Field<String>("type", "Always `model`.")
            package let id = Field<String>("id", "The name that requests use.")
            package let displayName = Field<String>("display_name", "The same name.")
            package let createdAt = Field<String>(
                "created_at",
                "When the model's file was last changed; the beginning of 1970 when it is not there."
            )
        }
        package static let description = Description(
            "One model, in Anthropic's words.",
            Fields(),
            example: """
                {"type":"model","id":"smollm2","display_name":"smollm2","created_at":"2026-08-21T09:30:00Z"}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Source: Anthropic, "List Models".
    package struct ModelList: Shape {
        package struct Fields {
            package let data = Field<[ModelEntry]>("data", "The models, by id.")
            package let hasMore = Field<Bool>("has_more", "Always false.")
            package let firstID = Field<String?>("first_id", "The first model's id.")
            package let lastID = Field<String?>("last_id", "The last model's id.")
        }
        package static let description = Description(
            "The models that can be asked for, in Anthropic's words.",
            Fields()
        )
        package var members = JSONObject()
        package init() {}

        /// A list of all models.
        package init(_ models: [ModelEntry]) {
            self.init()
            self.data = models
            self.hasMore = false
            members["first_id"] = (models.first?.id).json
            members["last_id"] = (models.last?.id).json
        }
    }
}

extension Anthropic.ModelEntry {
    /// The same model in Anthropic's words.
    package init(_ entry: OpenAI.ModelEntry) {
        self.init()
        self.type = "model"
        self.id = entry.id
        self.displayName = entry.id
        self.createdAt = "\(Timestamp(seconds: entry.created, nanoseconds: 0))"
    }
}
