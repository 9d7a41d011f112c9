package import Schema

extension Ollama {
    /// Source: Ollama, docs/api.md, "Create a Model".
    package struct CreateRequest: Shape {
        package struct Fields {
            package let model = NameFields.model
            package let name = NameFields.name
            package let from = Field<String?>("from", "The model to start from; one of models.yaml will do.")
            package let files = Field<Table<SentFile>?>(
                "files",
                "Names of files, each with the digest that it was sent by to `/api/blobs`."
            )
            package let adapters = Field<Table<SentFile>?>("adapters", "LoRA files, in the same form.")
            package let template = Field<String?>("template", "A template of Go's kind that makes the prompts.")
            package let system = Field<String?>("system", "Instructions for conversations that bring none.")
            package let license = Field<Texts?>("license", "The text of a licence, or several.")
            package let parameters = Field<Options?>("parameters", "Options for requests that do not set them.")
            package let messages = Field<[Message]?>("messages", "What stands before every conversation.")
            package let renderer = Field<String?>("renderer", "Taken for the sake of clients.")
            package let parser = Field<String?>("parser", "Taken for the sake of clients.")
            package let requires = Field<String?>("requires", "Taken for the sake of clients.")
            package let quantize = Field<String?>("quantize", "Refused: quantise with llama-quantize.")
                .only(
                    "",
                    "must be empty: models are not quantised here; use llama-quantize, and make the model of the result"
                )
            package let stream = RequestFields.stream
        }
        package static let description = Description(
            "A model to be made.",
            Fields(),
            demands: [
                ModelName.demand(),
                .told(
                    .object(["from": .text(like: ModelName.pullPattern)]),
                    .object(["files": .map(SentFile.rule)], without: "from")
                ),
            ],
            example: #"{"model":"pirate","from":"smollm2","system":"Speak like a pirate."}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// A file that was sent before, by its digest.
    package struct SentFile: FieldValue, Hashable {
        /// The digest, as the client spells it.
        package let digest: String
        package static var rule: Rule { .text(like: "^sha256[:-][0-9a-fA-F]{64}$") }
        package init?(json: JSON) {
            guard let digest = json.string else { return nil }
            self.digest = digest
        }
        package var json: JSON { .string(digest) }
    }

    /// Source: Ollama, docs/api.md, "Copy a Model".
    package struct CopyRequest: Shape {
        package struct Fields {
            package let source = Field<String>("source", "The model to copy.", default: "")
            package let destination = Field<String>("destination", "The further name.", default: "")
        }
        package static let description = Description(
            "A model to be given a further name.",
            Fields(),
            demands: [
                .told(
                    .object(["source": .text(like: ModelName.pattern), "destination": .text(like: ModelName.pattern)])
                )
            ],
            example: #"{"source":"smollm2","destination":"backup"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Source: Ollama, docs/api.md, "Delete a Model".
    package struct DeleteRequest: Shape {
        package struct Fields {
            package let model = NameFields.model
            package let name = NameFields.name
        }
        package static let description = Description(
            "A model to be removed.",
            Fields(),
            demands: [ModelName.demand()],
            example: #"{"model":"backup"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Source: Ollama, docs/api.md, "Pull a Model" and "Push a Model".
    package struct TransferRequest: Shape {
        package struct Fields {
            package let model = NameFields.model
            package let name = NameFields.name
            package let insecure = Field<Bool>(
                "insecure",
                "Whether a registry may be asked without TLS.",
                default: false
            )
            package let stream = RequestFields.stream
        }
        package static let description = Description(
            "A model to be fetched, or sent.",
            Fields(),
            demands: [ModelName.demand(like: ModelName.pullPattern)],
            example: #"{"model":"smollm2:135m"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// How far a long task is.
    ///
    /// Source: Ollama, docs/api.md, "Pull a Model".
    package struct ProgressAnswer: Shape {
        package struct Fields {
            package let status = Field<String>("status", "What is done now; `success` at the end.")
            package let digest = Field<String?>("digest", "The file that is fetched.")
            package let total = Field<Int?>("total", "Its bytes.")
            package let completed = Field<Int?>("completed", "Those of them that are there.")
        }
        package static let description = Description(
            "How far a task is.",
            Fields(),
            example: #"{"status":"success"}"#
        )
        package var members = JSONObject()
        package init() {}

        /// A step without a file.
        package init(_ status: String) {
            self.init()
            self.status = status
        }
    }

    /// The two words that requests name a model by.
    enum NameFields {
        static let model = Field<String?>("model", "The model's name.")
        static let name = Field<String?>("name", "The same, in the words of older clients.")
    }
}
