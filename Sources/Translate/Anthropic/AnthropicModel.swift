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
            package let maxInputTokens = Field<Int?>(
                "max_input_tokens",
                "The most tokens of one request, its answer included."
            )
        }
        package static let description = Description(
            "One model, in Anthropic's words.",
            Fields(),
            example: """
                {"type":"model","id":"smollm2","display_name":"smollm2","created_at":"2026-08-21T09:30:00Z",\
                "max_input_tokens":8192}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Source: Anthropic, "List Models".
    package struct ModelListQuery: Shape {
        package struct Fields {
            package let limit = Field<Int?>(
                "limit",
                "To clients that send `anthropic-version`: the most models of a page; left out, all.",
                in: 1...1000
            )
            package let afterID = Field<String?>("after_id", "To them as well: the page begins behind this model.")
            package let beforeID = Field<String?>("before_id", "To them as well: the page ends ahead of this model.")
        }
        package static let description = Description("Which page of the list.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// Source: Anthropic, "List Models".
    package struct ModelList: Shape {
        package struct Fields {
            package let data = Field<[ModelEntry]>("data", "The models, by id.")
            package let hasMore = Field<Bool>(
                "has_more",
                "Whether the page leaves some out, in the direction that was asked for."
            )
            package let firstID = Field<String?>("first_id", "The first model's id.")
            package let lastID = Field<String?>("last_id", "The last model's id.")
        }
        package static let description = Description(
            "The models that can be asked for, in Anthropic's words.",
            Fields(),
            example: """
                {"data":[{"type":"model","id":"smollm2","display_name":"smollm2",\
                "created_at":"2026-08-21T09:30:00Z","max_input_tokens":8192}],"has_more":false,\
                "first_id":"smollm2","last_id":"smollm2"}
                """
        )
        package var members = JSONObject()
        package init() {}

        private init(_ models: some Collection<ModelEntry>, hasMore: Bool) {
            self.init()
            self.data = Array(models)
            self.hasMore = hasMore
            members["first_id"] = (self.data.first?.id).json
            members["last_id"] = (self.data.last?.id).json
        }

        /// A page of a list.
        ///
        /// - Parameters:
        ///   - query: Which page.
        ///   - models: The whole list.
        /// - Throws: ``TranslationFaults`` when the page begins or ends at a model that is not there.
        package init(_ query: ModelListQuery, of models: [ModelEntry]) throws(TranslationFaults) {
            let limit = query.limit ?? models.count
            func index(of id: String, at place: String) throws(TranslationFaults) -> Int {
                if let index = models.firstIndex(where: { $0.id == id }) { return index }
                throw TranslationFaults(place, "names no model of the list")
            }
            if let id = query.beforeID {
                if query.afterID != nil { throw TranslationFaults("before_id", "cannot stand beside after_id") }
                let rest = models[..<(try index(of: id, at: "before_id"))]
                self.init(rest.suffix(limit), hasMore: rest.count > limit)
            } else {
                let start = try query.afterID.map { id throws(TranslationFaults) in
                    try index(of: id, at: "after_id") + 1
                }
                let rest = models[(start ?? 0)...]
                self.init(rest.prefix(limit), hasMore: rest.count > limit)
            }
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
        self.maxInputTokens = entry.contextLength
    }
}
