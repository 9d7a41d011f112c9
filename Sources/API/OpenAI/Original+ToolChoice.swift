import Schema
import Translate

extension Original<OpenAI.ChatRequest> {
    /// What has to be set so that a choice of functions by name holds; nothing for other choices, which are not read
    /// any further.
    var selectedTools: [(key: String, value: String)] {
        guard let choice = json(of: "tool_choice"), choice.object != nil else { return [] }
        let selection = OpenAI.ToolSelection(choice, among: json(of: "tools")?.array ?? [])
        return selection.map { [("tools", $0.tools.text), ("tool_choice", $0.choice.text)] } ?? []
    }

    /// What the caller wants of functions.
    var toolUse: OpenAI.ToolUse {
        var members = JSONObject()
        if has("tools"), ["tool_choice", "parallel_tool_calls", "response_format"].contains(where: has) {
            for key in ["tools", "tool_choice", "parallel_tool_calls", "response_format"] {
                members[key] = json(of: key)
            }
        }
        return OpenAI.ToolUse(of: members)
    }

    private func json(of key: String) -> JSON? { text(of: key).flatMap { try? JSON(parsing: $0) } }
}
