import Schema
import Testing
import Translate

@Suite struct `What a chat wants of its functions` {
    private static let tools: JSON = [["type": "function", "function": ["name": "a"]]]
    private static let schema: JSON = ["type": "json_schema", "json_schema": ["schema": [:]]]

    private static func use(_ members: JSONObject) -> OpenAI.ToolUse {
        var chat: JSONObject = ["tools": tools]
        for member in members.members { chat[member.key] = member.value }
        return OpenAI.ToolUse(of: chat)
    }

    @Test func `is one call at most where several are not allowed`() {
        #expect(Self.use(["parallel_tool_calls": false]).isSingle)
        #expect(!Self.use(["parallel_tool_calls": true]).isSingle)
        #expect(Self.use([:]).isPlain)
    }

    @Test(arguments: [.null, "auto", ["type": "allowed_tools", "allowed_tools": ["mode": "auto"]]] as [JSON])
    func `is that a schema binds the text alone where calls are free`(_ choice: JSON) {
        #expect(Self.use(["tool_choice": choice, "response_format": Self.schema]).schema == .ofText)
        #expect(Self.use(["tool_choice": choice, "response_format": ["type": "json_object"]]).schema == .ofText)
        #expect(Self.use(["tool_choice": choice, "response_format": ["type": "text"]]).schema == .kept)
    }

    @Test(arguments: ["required", ["type": "function", "function": ["name": "a"]]] as [JSON])
    func `is that a schema binds nothing where a call is forced`(_ choice: JSON) {
        #expect(Self.use(["tool_choice": choice, "response_format": Self.schema]).schema == .leftAway)
    }

    @Test func `is nothing without functions, or where they must not be called`() {
        let wishes: JSONObject = ["parallel_tool_calls": false, "response_format": Self.schema]
        #expect(OpenAI.ToolUse(of: wishes).isPlain)
        var wishing = wishes
        wishing["tools"] = []
        #expect(OpenAI.ToolUse(of: wishing).isPlain)
        wishing["tool_choice"] = "none"
        #expect(Self.use(wishes).isPlain == false)
        var silent = wishes
        silent["tool_choice"] = "none"
        #expect(Self.use(silent).isPlain)
    }
}
