package import Schema

extension Anthropic {
    /// A block of text.
    package struct TextBlock: Shape {
        package struct Fields {
            package let type = Field<TextType>("type", "Always `text`.")
            package let text = Field<String>("text", "The text.")
            package let cacheControl = RequestFields.cacheControl
        }
        package static let description = Description(
            "A block of text.",
            Fields(),
            example: #"{"type":"text","text":"Answer in one sentence."}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// The only type of a block of text.
    package enum TextType: String, Choice {
        case text
    }

    /// What a tool answered: a text, or blocks.
    package struct ResultContent: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.text(TextRule()), [ResultBlock].rule]) }
        package init?(json: JSON) { self.json = json }
    }

    /// One part of what a tool answered.
    package struct ResultBlock: Shape {
        package struct Fields {
            package let type = Field<ResultType>("type", "What it is.")
            package let text = BlockFields.text
            package let source = BlockFields.source
            package let title = BlockFields.title
            package let context = BlockFields.context
            package let content = Field<[TextBlock]?>("content", "`search_result`: what was found.")
            package let cacheControl = RequestFields.cacheControl
        }
        package static let description = Description(
            "One part of what a tool answered.",
            Fields(),
            demands: [BlockType.demandOfResults]
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What a part of a tool's answer can be.
    package enum ResultType: String, Choice {
        case text, image, document
        case searchResult = "search_result"
    }

    /// Where a picture or a document comes from; or a text that says where something was found.
    package struct Source: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.text(TextRule()), Origin.rule]) }
        package init?(json: JSON) { self.json = json }

        /// Where a picture or a document comes from; `nil` for a text.
        var origin: Origin? { Origin(json: json) }
    }

    /// Where a picture or a document comes from.
    package struct Origin: Shape {
        package struct Fields {
            package let type = Field<OriginType>("type", "How it is given.")
            package let mediaType = Field<String?>("media_type", "What the data is, such as `image/png`.")
            package let data = Field<String?>("data", "`base64`: the bytes. `text`: the text.")
            package let url = Field<String?>("url", "`url`: a `data:` address; nothing is fetched from elsewhere.")
            package let content = Field<DocumentContent?>("content", "`content`: a text, or blocks of text.")
        }
        package static let description = Description(
            "Where a picture or a document comes from.",
            Fields(),
            example: #"{"type":"text","media_type":"text/plain","data":"Grass is green."}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// How a picture or a document is given.
    package enum OriginType: String, Choice {
        case base64, url, text, content
    }

    /// The content of a document: a text, or blocks of text.
    package struct DocumentContent: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.text(TextRule()), [TextBlock].rule]) }
        package init?(json: JSON) { self.json = json }
    }
}
