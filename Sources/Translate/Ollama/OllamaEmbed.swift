package import Schema

extension Ollama {
    /// Source: Ollama, docs/api.md, "Generate Embeddings".
    package struct EmbedRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let input = Field<Texts?>("input", "A text, or several; without one the model is only loaded.")
                .saying("invalid input type")
            package let truncate = RequestFields.truncate
            package let dimensions = Field<Int?>("dimensions", "How many numbers each vector shall have; 0 for all.")
            package let keepAlive = RequestFields.keepAlive
            package let options = Field<Table<JSON>?>("options", "Taken for the sake of clients.")
        }
        package static let description = Description(
            "Texts to be turned into vectors.",
            Fields(),
            example: #"{"model":"all-minilm","input":["a cat","a kitten"]}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One text, or several.
    package struct Texts: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.text(TextRule()), [String].rule]) }
        package init?(json: JSON) { self.json = json }

        /// The texts.
        package var texts: [String] { json.string.map { [$0] } ?? (json.array ?? []).compactMap(\.string) }
    }

    /// Vectors.
    package struct EmbedAnswer: Shape {
        package struct Fields {
            package let model = AnswerFields.model
            package let embeddings = Field<JSON>("embeddings", "One vector of length 1 for each text, in their order.")
            package let totalDuration = AnswerFields.totalDuration
            package let loadDuration = AnswerFields.loadDuration
            package let promptEvalCount = Field<Int?>("prompt_eval_count", "Tokens of all texts.")
        }
        package static let description = Description(
            "Vectors.",
            Fields(),
            example: """
                {"model":"all-minilm","embeddings":[[0.1,-0.2]],"total_duration":5000000,"load_duration":1000000,\
                "prompt_eval_count":4}
                """
        )
        package var members = JSONObject()
        package init() {}

        /// Puts vectors into an answer.
        ///
        /// - Parameters:
        ///   - model: The model, as the request spelled it.
        ///   - vectors: The vectors.
        ///   - clock: The times to tell.
        package init(_ model: String, _ vectors: OllamaVectors, _ clock: some AnswerClock) {
            self.init()
            self.model = model
            self.embeddings = .array(vectors.vectors)
            self.totalDuration = clock.total.nanoseconds
            self.loadDuration = clock.load.nanoseconds
            self.promptEvalCount = vectors.tokenCount
        }

        /// No vectors, for a request without texts.
        package init(empty model: String) {
            self.init()
            self.model = model
            self.embeddings = []
        }
    }

    /// Source: Ollama, docs/api.md, "Generate Embedding".
    package struct EmbeddingsRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let prompt = Field<String>("prompt", "The text; empty only loads the model.", default: "")
            package let keepAlive = RequestFields.keepAlive
            package let options = Field<Table<JSON>?>("options", "Taken for the sake of clients.")
        }
        package static let description = Description(
            "A text to be turned into a vector, in the words of older clients.",
            Fields(),
            example: #"{"model":"all-minilm","prompt":"a cat"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One vector.
    package struct EmbeddingsAnswer: Shape {
        package struct Fields {
            package let embedding = Field<JSON>("embedding", "The vector, of length 1; empty for an empty text.")
        }
        package static let description = Description("One vector.", Fields(), example: #"{"embedding":[0.1,-0.2]}"#)
        package var members = JSONObject()
        package init() {}

        /// Puts a vector into an answer.
        package init(_ vector: JSON) {
            self.init()
            self.embedding = vector
        }
    }
}
