package import Schema

extension LlamaCpp {
    /// Texts to be turned into vectors, in llama-server's own words.
    package struct EmbeddingRequest: Shape {
        package struct Fields {
            package let model = OpenAI.RequestFields.model
            package let content = Field<Prompt?>("content", "What to turn into vectors; one of the two must be there.")
            package let input = Field<Prompt?>("input", "The newer name of `content`, and stronger.")
            package let norm = Field<Int?>(
                "embd_normalize",
                "How the vectors are scaled: -1 not at all, 0 by the largest number, 2 to the length 1, and so on.",
                in: -1...Int(Int32.max)
            )
            package let keepAlive = OpenAI.RequestFields.keepAlive
        }
        package static let description = Description(
            "Texts to be turned into vectors. Fields that are not listed are passed to llama-server as they are.",
            Fields(),
            demands: [.checked(.object(["content": Prompt.rule]), .object(["input": Prompt.rule]))],
            example: #"{"model":"all-minilm","content":"Three colours"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The vectors of one text.
    package struct Embedding: Shape {
        package struct Fields {
            package let index = Field<Int>("index", "Which text it is.")
            package let vectors = Field<[[JSON]]>(
                "embedding",
                "One vector; one for each token, of a model that does not make one of them."
            )
        }
        package static let description = Description(
            "The vectors of one text.",
            Fields(),
            example: #"{"index":0,"embedding":[[0.0123,-0.0456,0.0789]]}"#
        )
        package var members = JSONObject()
        package init() {}
    }
}
