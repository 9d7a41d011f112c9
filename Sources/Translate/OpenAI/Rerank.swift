package import Schema

extension OpenAI {
    /// Documents to be put in order; OpenAI has no such request, so this is Jina's, which llama-server speaks.
    ///
    /// Source: Jina AI, "Reranker API"; Cohere, "Rerank"; Text Embeddings Inference, `/rerank`.
    package struct RerankRequest: Shape {
        package struct Fields {
            package let model = RequestFields.model
            package let query = Field<String>("query", "What the documents are compared with.")
            package let documents = Field<[RerankDocument]?>(
                "documents",
                "The documents: texts, or objects with a `text`.",
                atLeast: 1
            )
            package let texts = Field<[String]?>(
                "texts",
                "The documents in the words of Text Embeddings Inference, which gets its own kind of answer.",
                atLeast: 1
            )
            package let count = Field<Int?>(
                "top_n",
                "How many of the best to answer; left out, all.",
                in: 1...Int(Int32.max)
            )
            package let returnsDocuments = Field<Bool?>(
                "return_documents",
                "Whether each result holds its document."
            )
            package let returnsTexts = Field<Bool?>("return_text", "The same beside `texts`.")
            package let keepAlive = RequestFields.keepAlive
        }
        package static let description = Description(
            "Documents to be put in order by how well they answer a query. Either `documents` or `texts` must be there.",
            Fields(),
            demands: [
                .checked(
                    .object(["documents": [RerankDocument].rule(atLeast: 1)], without: "texts"),
                    .object(["texts": [String].rule(atLeast: 1)], without: "documents")
                )
            ],
            example: """
                {"model":"reranker","query":"What do cats eat?","documents":["Cats eat mice.","Cars need fuel."],\
                "top_n":1}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// One document: a text, or an object that holds it.
    package struct RerankDocument: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([String.rule, RerankText.rule]) }
        package init?(json: JSON) { self.json = json }

        /// The text.
        package var text: String { json.string ?? json["text"]?.string ?? "" }
    }

    /// A document in an object; members beyond its text are not looked at.
    package struct RerankText: Shape {
        package struct Fields {
            package let text = Field<String>("text", "The text.")
        }
        package static let description = Description("A document.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// The documents in order: an object, or a list in the words of Text Embeddings Inference.
    package struct Ranking: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([RerankAnswer.rule, [RankedText].rule]) }
        package init?(json: JSON) { self.json = json }
    }

    /// How well one text answers, in the words of Text Embeddings Inference.
    package struct RankedText: Shape {
        package struct Fields {
            package let index = Field<Int>("index", "Which text it is, from 0.")
            package let score = Field<Double>("score", "How well it answers; more is better, without bounds.")
            package let text = Field<String?>("text", "The text, if it was asked for.")
        }
        package static let description = Description("How well one text answers.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// The documents in order.
    package struct RerankAnswer: Shape {
        package struct Fields {
            package let model = Field<String>("model", "The model's id.")
            package let object = Field<String>("object", "Always `list`.")
            package let usage = Field<Usage?>("usage", "The tokens that were read.")
            package let results = Field<[RerankResult]>("results", "The documents, the best one first.")
        }
        package static let description = Description(
            "Documents in order. A request with `texts` gets a list.",
            Fields(),
            example: """
                {"model":"reranker","object":"list","usage":{"prompt_tokens":17,"total_tokens":17},\
                "results":[{"index":0,"relevance_score":7.4}]}
                """
        )
        package var members = JSONObject()
        package init() {}
    }

    /// How well one document answers.
    package struct RerankResult: Shape {
        package struct Fields {
            package let index = Field<Int>("index", "Which document it is, from 0.")
            package let score = Field<Double>("relevance_score", "How well it answers; more is better, without bounds.")
            package let document = Field<RerankText?>("document", "The document, if it was asked for.")
        }
        package static let description = Description("How well one document answers.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}

extension OpenAI.RerankAnswer {
    /// The child's answer with the document of each result; `nil` when it is none.
    package init?(_ answer: JSON, holding documents: [OpenAI.RerankDocument]) {
        guard var members = answer.object, let results = members["results"]?.array else { return nil }
        members["results"] = .array(
            results.map { result in
                guard var result = result.object, let index = result["index"]?.int, documents.indices.contains(index)
                else { return result }
                result["document"] = ["text": .string(documents[index].text)]
                return .object(result)
            }
        )
        self.init(members: members)
    }
}
