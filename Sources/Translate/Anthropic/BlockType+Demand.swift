import Schema

extension Anthropic.BlockType {
    /// Demands that messages hold blocks of those types alone that their speaker can use.
    static let demandOfMessages = Demand.checked(
        by: "role",
        Way("user", needs: ["content": content(of: "user", [.text, .image, .document, .searchResult, .toolResult])]),
        Way(
            "assistant",
            needs: ["content": content(of: "assistant", [.text, .toolUse, .thinking, .redactedThinking])]
        ),
        Way("system", needs: ["content": content(of: "system", [.text, .image, .document, .searchResult])])
    )

    private static func content(of role: String, _ types: [Self]) -> Rule {
        let type = Rule.choice(types.map(\.rawValue)) { "is \($0), which a message of the \(role) cannot hold" }
        return .either([String.rule, .list(.object(["type": type]), count: 0 ... .max)])
    }

    /// Demands that blocks have what their types need.
    static let demandOfBlocks = Demand.checked(
        by: "type",
        Way("text", needs: ["text": .any]),
        Way("image", needs: ["source": pictureSource]),
        Way("document", needs: ["source": documentSource]),
        Way("search_result", "redacted_thinking"),
        Way("tool_use", needs: ["id": .any, "name": .any, "input": .any]),
        Way("tool_result", needs: ["tool_use_id": .any]),
        Way("thinking", needs: ["thinking": .any])
    )

    /// The same of blocks that a tool answers.
    static let demandOfResults = Demand.checked(
        by: "type",
        Way("text", needs: ["text": .any]),
        Way("image", needs: ["source": pictureSource]),
        Way("document", needs: ["source": documentSource]),
        Way("search_result")
    )

    private static let pictureSource = Rule.either([
        .object([
            "type": .constant("base64", fault: "must be base64 or url for a picture"),
            "data": .text(like: "^[A-Za-z0-9+/]*=*$") { data in
                Picture.firstFault(in: data).map { "is no base64 at byte \($0)" }
            },
        ]),
        .object([
            "type": .constant("url"),
            "url": .text(like: "^data:") {
                $0.hasPrefix("data:") ? nil : "is fetched by nobody here; send the picture as base64"
            },
        ]),
    ])

    private static let documentSource = Rule.either([
        .object([
            "type": .constant("text", fault: "must be text or content: PDF files are not read here"),
            "data": String.rule,
        ]),
        .object(["type": .constant("content"), "content": Anthropic.DocumentContent.rule]),
    ])
}
