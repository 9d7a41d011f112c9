package import Schema

extension OpenAI {
    /// A text, or the items of a conversation.
    package struct ResponseInput: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.text(TextRule()), [ResponseInputItem].rule(atLeast: 1)]) }
        package init?(json: JSON) { self.json = json }
    }

    /// One item of a conversation: what somebody said or thought, a call of a function, or what came of it.
    package struct ResponseInputItem: Shape {
        package struct Fields {
            package let type = Field<Kind>("type", "What it is.", default: .message)
            package let role = Field<Role?>("role", "Who says a message.")
            package let content = Field<ResponseContent?>("content", "What a message says, or a thought.")
            package let callID = Field<String?>("call_id", "What joins a call and what came of it.")
            package let name = Field<String?>("name", "The function that is called.")
            package let arguments = Field<String?>("arguments", "The call's arguments as a text of JSON.")
            package let output = Field<ResponseContent?>("output", "What came of the call.")
            package let summary = Field<[ResponseContentPart]?>("summary", "A thought, where `content` has none.")
        }
        package static let description = Description(
            "One item of a conversation: what somebody said or thought, a call of a function, or what came of it.",
            Fields(),
            demands: [
                .checked(
                    by: "type",
                    Way("message", isDefault: true, needs: ["role": .any, "content": .any]),
                    Way("function_call", needs: ["call_id": .any, "name": .any]),
                    Way("function_call_output", needs: ["call_id": .any, "output": .any]),
                    Way("reasoning")
                )
            ],
            example: #"{"type":"message","role":"user","content":[{"type":"input_text","text":"Name three colours."}]}"#
        )
        package var members = JSONObject()
        package init() {}

        package enum Role: String, Choice {
            case system, developer, user, assistant
        }

        package enum Kind: String, Choice {
            case message
            case call = "function_call"
            case output = "function_call_output"
            case reasoning

            package static var rule: Rule {
                .choice(allCases.map(\.rawValue)) { kind in
                    kind == "item_reference"
                        ? "refers to an item, and Paddock keeps none. Send the item itself"
                        : "'\(kind)' is no item that is known here"
                }
            }
        }
    }

    /// A text, or parts of several kinds.
    package struct ResponseContent: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.text(TextRule()), [ResponseContentPart].rule]) }
        package init?(json: JSON) { self.json = json }
    }

    /// One part of an item.
    package struct ResponseContentPart: Shape {
        package struct Fields {
            package let type = Field<Kind>("type", "What it is; files are refused.")
            package let text = Field<String?>("text", "The text.")
            package let refusal = Field<String?>("refusal", "The text of a refusal.")
            package let imageURL = Field<MediaAddress?>("image_url", "A picture as a `data:` address.")
            package let inputAudio = Field<Recording?>("input_audio", "A sound.")
        }
        package static let description = Description(
            "One part of an item.",
            Fields(),
            demands: [
                .checked(
                    by: "type",
                    Way("input_text", "output_text", "text", "reasoning_text", "summary_text", needs: ["text": .any]),
                    Way("refusal", needs: ["refusal": .any]),
                    Way("input_image", needs: ["image_url": .any]),
                    Way("input_audio", needs: ["input_audio": .any])
                )
            ]
        )
        package var members = JSONObject()
        package init() {}

        package enum Kind: String, Choice {
            case inputText = "input_text"
            case outputText = "output_text"
            case text
            case reasoningText = "reasoning_text"
            case summaryText = "summary_text"
            case refusal
            case picture = "input_image"
            case sound = "input_audio"

            package static var rule: Rule {
                .choice(allCases.map(\.rawValue)) { kind in
                    kind == "input_file"
                        ? "is a file, and files are not read here. Send its text"
                        : "'\(kind)' is no part that is known here"
                }
            }
        }
    }
}
