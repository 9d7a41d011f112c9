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

    @Test func `of one function leaves the others out, and requires a call`() throws {
        let selection = try OpenAI.ToolSelection(
            ["type": "function", "function": ["name": "b"]],
            among: Self.tools
        )
        #expect(selection?.tools == [Self.tool("b")])
        #expect(selection?.choice == "required")
    }

    @Test(arguments: ["auto", "required"])
    func `of some functions leaves the others out, and the model as free as it says`(_ mode: JSON) throws {
        let selection = try OpenAI.ToolSelection(Self.allowing(mode, "c", "a"), among: Self.tools)
        #expect(selection?.tools == [Self.tool("a"), Self.tool("c")])
        #expect(selection?.choice == mode)
    }

    @Test(arguments: ["none", "auto", "required"] as [JSON])
    func `of none by name can stay as it is`(_ choice: JSON) throws {
        #expect(try OpenAI.ToolSelection(choice, among: Self.tools) == nil)
    }

    @Test(
        arguments: [
            (["type": "function", "function": ["name": "d"]], ["tool_choice.function.name"]),
            (["type": "function"], ["tool_choice.function.name"]), ("sometimes", ["tool_choice"]),
            (["type": "custom"], ["tool_choice"]), (allowing("auto"), ["tool_choice.allowed_tools.tools"]),
            (
                allowing("never", "a", "d"),
                ["tool_choice.allowed_tools.mode", "tool_choice.allowed_tools.tools[1].function.name"]
            ),
        ] as [(JSON, [String])]
    )
    func `that cannot be met is refused with its place`(_ choice: JSON, _ places: [String]) {
        let faults = #expect(throws: TranslationFaults.self) {
            try OpenAI.ToolSelection(choice, among: Self.tools)
        }
        #expect(faults?.violations.map(\.place) == places)
    }

    @Test func `cannot require a call of nothing`() {
        #expect(throws: TranslationFaults.self) { try OpenAI.ToolSelection("required", among: []) }
    }
}
