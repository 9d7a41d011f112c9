package import Schema

extension LlamaCpp {
    /// A text to be cut into tokens.
    package struct TokenizeRequest: Shape {
        package struct Fields {
            package let model = OpenAI.RequestFields.model
            package let content = Field<TokenizeContent>("content", "A text, or a list of texts and tokens.")
            package let addsSpecial = Field<Bool?>(
                "add_special",
                "Whether the marks are added that a whole text begins and ends with."
            )
            package let parsesSpecial = Field<Bool?>(
                "parse_special",
                "Whether marks that are spelled out become tokens; left out, they do."
            )
            package let tellsPieces = Field<Bool?>("with_pieces", "Whether to tell the text of each token.")
            package let keepAlive = OpenAI.RequestFields.keepAlive
        }
        package static let description = Description(
            "A text to be cut into tokens.",
            Fields(),
            example: #"{"model":"smollm2","content":"Three colours","with_pieces":true}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What can be cut into tokens.
    package struct TokenizeContent: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule {
            .either([String.rule, .list(.either([String.rule, Token.rule]), count: 0 ... .max)])
        }
        package init?(json: JSON) { self.json = json }
    }

    /// The tokens of a text.
    package struct TokenizeAnswer: Shape {
        package struct Fields {
            package let tokens = Field<[JSON]>("tokens", "The tokens: numbers, or objects with `id` and `piece`.")
        }
        package static let description = Description(
            "The tokens of a text.",
            Fields(),
            example: #"{"tokens":[{"id":17735,"piece":"Three"},{"id":10057,"piece":" colours"}]}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Tokens to be put together.
    package struct DetokenizeRequest: Shape {
        package struct Fields {
            package let model = OpenAI.RequestFields.model
            package let tokens = Field<[Token]>("tokens", "The tokens.")
            package let keepAlive = OpenAI.RequestFields.keepAlive
        }
        package static let description = Description(
            "Tokens to be put together.",
            Fields(),
            example: #"{"model":"smollm2","tokens":[42,43]}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The number of a token.
    package struct Token: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .integer(0...Int(Int32.max)) }
        package init?(json: JSON) { self.json = json }
    }

    /// The text of tokens.
    package struct DetokenizeAnswer: Shape {
        package struct Fields {
            package let content = Field<String>("content", "The text.")
        }
        package static let description = Description(
            "The text of tokens.",
            Fields(),
            example: #"{"content":"Three colours"}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The prompt that a conversation becomes.
    package struct TemplateAnswer: Shape {
        package struct Fields {
            package let prompt = Field<JSON>("prompt", "The prompt, as the model gets it.")
        }
        package static let description = Description(
            "The prompt that a conversation becomes.",
            Fields(),
            example: #"{"prompt":"<|im_start|>user\nName three colours.<|im_end|>\n<|im_start|>assistant\n"}"#
        )
        package var members = JSONObject()
        package init() {}
    }
}
