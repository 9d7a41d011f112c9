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
            package let type = Field<String>(
                "type",
                "`message`, `function_call`, `function_call_output` or `reasoning`.",
                default: "message"
            )
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
                .told(
                    .object(["role": Role.rule, "content": ResponseContent.sayable], without: "type"),
                    .object(["type": .constant("message"), "role": Role.rule, "content": ResponseContent.sayable]),
                    .object(["type": .constant("function_call"), "call_id": String.rule, "name": String.rule]),
                    .object([
                        "type": .constant("function_call_output"), "call_id": String.rule,
                        "output": ResponseContent.sayable,
                    ]),
                    .object(["type": .constant("reasoning")])
                )
            ],
            example: #"{"type":"message","role":"user","content":[{"type":"input_text","text":"Name three colours."}]}"#
        )
        package var members = JSONObject()
        package init() {}

        package enum Role: String, Choice {
            case system, developer, user, assistant
        }
    }

    /// A text, or parts of several kinds.
    package struct ResponseContent: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([.text(TextRule()), [ResponseContentPart].rule]) }
        package init?(json: JSON) { self.json = json }

        /// What is demanded of it where it is no thought.
        static var sayable: Rule {
            .either([
                String.rule,
                .list(
                    .either([
                        .object(["type": .choice("input_text", "output_text", "text"), "text": String.rule]),
                        .object(["type": .constant("refusal"), "refusal": String.rule]),
                        .object(["type": .constant("input_image"), "image_url": String.rule]),
                        .object(["type": .constant("input_audio"), "input_audio": .map(.any)]),
                    ]),
                    count: 0 ... .max
                ),
            ])
        }
    }

    /// One part of an item.
    package struct ResponseContentPart: Shape {
        package struct Fields {
            package let type = Field<String>(
                "type",
                "`input_text`, `input_image`, `input_audio`, `output_text`, `refusal`, `reasoning_text` or "
                    + "`summary_text`; files are refused."
            )
            package let text = Field<String?>("text", "The text.")
            package let refusal = Field<String?>("refusal", "The text of a refusal.")
            package let imageURL = Field<String?>("image_url", "A picture as a `data:` address.")
            package let inputAudio = Field<JSON?>("input_audio", "An object with `data` in base64, and `format`.")
        }
        package static let description = Description("One part of an item.", Fields())
        package var members = JSONObject()
        package init() {}
    }
}
