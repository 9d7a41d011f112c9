import Schema
import Testing
import Translate

@Suite struct `A choice among the tools of a chat` {
    private static func tool(_ name: String) -> JSON {
        ["type": "function", "function": ["name": .string(name), "strict": true]]
    }
    private static let tools = ["a", "b", "c"].map(tool)

    private static func allowing(_ mode: JSON, _ names: String...) -> JSON {
        ["type": "allowed_tools", "allowed_tools": ["mode": mode, "tools": .array(names.map(tool))]]
    }

    @Test func `of one function leaves the others out, and requires a call`() {
        let selection = OpenAI.ToolSelection(
            ["type": "function", "function": ["name": "b"]],
            among: Self.tools
        )
        #expect(selection?.tools == [Self.tool("b")])
        #expect(selection?.choice == "required")
    }

    @Test(arguments: ["auto", "required"])
    func `of some functions leaves the others out, and the model as free as it says`(_ mode: JSON) {
        let selection = OpenAI.ToolSelection(Self.allowing(mode, "c", "a"), among: Self.tools)
        #expect(selection?.tools == [Self.tool("a"), Self.tool("c")])
        #expect(selection?.choice == mode)
    }

    @Test(arguments: ["none", "auto", "required"] as [JSON])
    func `of none by name can stay as it is`(_ choice: JSON) {
        #expect(OpenAI.ToolSelection(choice, among: Self.tools) == nil)
    }

    @Test(
        arguments: [
            (["type": "function", "function": ["name": "d"]], ["tool_choice.function.name"]),
            (["type": "function"], ["tool_choice.function"]), ("sometimes", ["tool_choice"]),
            (["type": "custom"], ["tool_choice.type"]), (allowing("auto"), ["tool_choice.allowed_tools.tools"]),
            (allowing("auto", "a", "d"), ["tool_choice.allowed_tools.tools[1].function.name"]),
            (allowing("never", "a"), ["tool_choice.allowed_tools.mode"]),
        ] as [(JSON, [String])]
    )
    func `that cannot be met is refused with its place`(_ choice: JSON, _ places: [String]) throws {
        #expect(try Self.places(["tools": .array(Self.tools), "tool_choice": choice]) == places)
    }

    @Test func `cannot require a call of nothing`() throws {
        #expect(try Self.places(["tools": [], "tool_choice": "required"]) == ["tool_choice"])
        #expect(try Self.places(["tool_choice": ["type": "function", "function": ["name": "a"]]]).count == 1)
    }

    private static func places(_ fields: JSONObject) throws -> [String] {
        var request: JSONObject = ["messages": [["role": "user", "content": "Hi"]]]
        for field in fields.members { request[field.key] = field.value }
        return try JSON.object(request).bytes.withUnsafeBytes {
            try Checker($0, against: OpenAI.ChatRequest.rule).violations.map(\.place)
        }
    }
}
