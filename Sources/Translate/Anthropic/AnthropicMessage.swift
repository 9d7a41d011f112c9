package import Schema

extension Anthropic {
    /// One message of a conversation.
    ///
    /// Source: Anthropic, "Create a Message", `messages`.
    package struct Message: Shape {
        package struct Fields {
            package let role = Field<Role>("role", "Who says it.")
            package let content = Field<Content>("content", "What is said: a text, or blocks.")
        }
        package static let description = Description(
            "One message of a conversation. Messages of one speaker in a row count as one.",
            Fields(),
            demands: [BlockType.demandOfMessages],
            example: #"{"role":"user","content":[{"type":"text","text":"Name three colours."}]}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// Who says a message.
    package enum Role: String, Choice {
        case user, assistant, system
    }

    /// A text, or blocks of several kinds.
    package struct Content: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.text(TextRule()), [ContentBlock].rule]) }
        package init?(json: JSON) { self.json = json }
    }

    /// One part of a message; its type says which fields it has.
    package struct ContentBlock: Shape {
        package struct Fields {
            package let type = Field<BlockType>("type", "What it is.")
            package let text = BlockFields.text
            package let source = BlockFields.source
            package let title = BlockFields.title
            package let context = BlockFields.context
            package let id = Field<String?>("id", "`tool_use`: what the tool's answer refers to.")
            package let name = Field<String?>("name", "`tool_use`: the tool.")
            package let input = Field<[String: JSON]?>("input", "`tool_use`: what the tool was called with.")
            package let toolUseID = Field<String?>("tool_use_id", "`tool_result`: the call that it answers.")
            package let isError = Field<Bool?>("is_error", "`tool_result`: whether the call failed; the model is told.")
            package let content = Field<ResultContent?>(
                "content",
                "`tool_result`: what the tool answered, a text or blocks. `search_result`: blocks of text."
            )
            package let thinking = Field<String?>("thinking", "`thinking`: what the assistant thought before.")
            package let signature = Field<String?>("signature", "`thinking`: not looked at.")
            package let data = Field<String?>("data", "`redacted_thinking`: not looked at.")
            package let cacheControl = RequestFields.cacheControl
        }
        package static let description = Description(
            "One part of a message; its type says which fields it has.",
            Fields(),
            demands: [BlockType.demandOfBlocks],
            example: #"{"type":"tool_result","tool_use_id":"toolu_1","content":"Sunny, 24 degrees."}"#
        )
        package var members = JSONObject()
        package init() {}
    }

    /// What a part of a message can be.
    package enum BlockType: String, Choice {
        case text, image, document
        case searchResult = "search_result"
        case toolUse = "tool_use"
        case toolResult = "tool_result"
        case thinking
        case redactedThinking = "redacted_thinking"
    }

    /// The fields that parts of messages and parts of tools' answers share.
    enum BlockFields {
        static let text = Field<String?>("text", "`text`: the text.")
        static let source = Field<Source?>(
            "source",
            "`image`, `document`: where it comes from. `search_result`: a text that says where it was found."
        )
        static let title = Field<String?>("title", "`document`, `search_result`: its title.")
        static let context = Field<String?>("context", "`document`: what is to be known about it.")
    }
}
