package import Schema

extension OpenAI {
    /// Source: OpenAI, "Create embeddings".
    package struct EmbeddingRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let input = Field<EmbeddingInput>("input", "A text, several texts, or texts as lists of tokens.")
            package let encodingFormat = Field<EncodingFormat?>(
                "encoding_format",
                "How the numbers are written: `float` or `base64`."
            )
            package let dimensions = Field<Int?>(
                "dimensions",
                "How many numbers of each vector to keep; it is stretched to length 1 again. Left out, all.",
                in: 1...Int(Int32.max)
            )
            package let user = RequestFields.user
            package let keepAlive = RequestFields.keepAlive
        }
        package static let description = Description(
            "Texts to be turned into vectors.",
            Fields(),
            example: #"{"model":"all-minilm","input":["a cat","a kitten"]}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// How vectors are written.
    package enum EncodingFormat: String, Choice {
        case float
        case base64
    }

    /// What can be turned into vectors.
    package struct EmbeddingInput: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule {
            let text = String.rule(atLeast: 1)
            let tokens = Rule.list(.integer(0...Int(Int32.max)), count: 1 ... .max)
            return .either([text, .list(.either([text, tokens]), count: 1 ... .max), tokens])
        }
        package init?(json: JSON) { self.json = json }
    }

    /// Source: OpenAI, "The embedding object".
    package struct EmbeddingAnswer: Shape {
        package struct Fields {
            package let object = Field<String>("object", "Always `list`.")
            package let model = Field<String>("model", "The model's id.")
            package let data = Field<[Vector]>("data", "One vector for each input, in their order.")
            package let usage = Field<Usage?>("usage", "The tokens that were read.")
        }
        package static let description = Description(
            "Vectors.",
            Fields(),
            example: """
                {"object":"list","model":"all-minilm","data":[{"object":"embedding","index":0,"embedding":[0.1,-0.2]}],\
                "usage":{"prompt_tokens":4,"total_tokens":4}}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One vector.
    package struct Vector: Shape {
        package struct Fields {
            package let object = Field<String>("object", "Always `embedding`.")
            package let index = Field<Int>("index", "Which input it belongs to, from 0.")
            package let embedding = Field<JSON>(
                "embedding",
                "The numbers, or base64 of little-endian 32-bit ones; of length 1."
            )
        }
        package static let description = Description("One vector.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}
