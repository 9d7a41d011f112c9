import Schema

extension Anthropic.BlockType {
    /// Demands that messages of a speaker hold blocks of some types only, each with what its type needs.
    static func demand(of role: Anthropic.Role, _ types: [Anthropic.BlockType]) -> Rule {
        let blocks = Rule.list(.either(types.map(\.demand)), count: 0 ... .max)
        return .object(["role": .constant(role.json), "content": .either([String.rule, blocks])])
    }

    /// What a block of this type must have.
    var demand: Rule {
        switch self {
        case .text: .object(["type": .constant(json), "text": String.rule])
        case .image: .object(["type": .constant(json), "source": Self.pictureSource])
        case .document: .object(["type": .constant(json), "source": Self.documentSource])
        case .toolUse:
            .object(["type": .constant(json), "id": String.rule, "name": String.rule, "input": .map(.any)])
        case .toolResult: .object(["type": .constant(json), "tool_use_id": String.rule])
        case .thinking: .object(["type": .constant(json), "thinking": String.rule])
        case .searchResult, .redactedThinking: .object(["type": .constant(json)])
        }
    }

    private static var pictureSource: Rule {
        .either([
            .object(["type": .constant("base64"), "data": .text(like: "^[A-Za-z0-9+/]*=*$")]),
            .object(["type": .constant("url"), "url": .text(like: "^data:")]),
        ])
    }

    private static var documentSource: Rule {
        .either([
            .object(["type": .constant("text"), "data": String.rule]),
            .object(["type": .constant("content"), "content": Anthropic.DocumentContent.rule]),
        ])
    }
}
