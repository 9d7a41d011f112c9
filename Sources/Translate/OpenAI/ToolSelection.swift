package import Schema

extension OpenAI {
    /// The functions that a chat names in its choice.
    ///
    /// llama-server knows no such choice: the others are kept from it.
    ///
    /// Source: OpenAI, "Create chat completion", `tool_choice`.
    package struct ToolSelection: Hashable, Sendable {
        /// The functions that the model gets to know of, as the request has them.
        package let tools: JSON
        /// How free the model is among them, in a word that llama-server knows.
        package let choice: JSON

        /// Reads a choice; `nil` when it names no function, and can go to llama-server as it is.
        ///
        /// - Parameters:
        ///   - choice: The member `tool_choice`.
        ///   - tools: The member `tools`.
        /// - Throws: ``TranslationFaults`` when nothing of `tools` can be what it asks for.
        package init?(_ choice: JSON, among tools: [JSON]) throws(TranslationFaults) {
            var faults = TranslationFaults()
            let wanted: [(name: String?, place: String)]
            switch (choice.string, choice["type"]?.string) {
            case ("none", _), ("auto", _): return nil
            case ("required", _):
                if tools.isEmpty { throw TranslationFaults("tool_choice", "is required, but there are no tools") }
                return nil
            case (_, "function"):
                self.choice = "required"
                wanted = [(choice["function"]?["name"]?.string, "tool_choice.function.name")]
            case (_, "allowed_tools"):
                let (allowed, place) = (choice["allowed_tools"], "tool_choice.allowed_tools")
                let mode = allowed?["mode"] ?? "auto"
                if mode != "auto", mode != "required" { faults.note("\(place).mode", "must be auto or required") }
                self.choice = mode
                wanted = (allowed?["tools"]?.array ?? []).enumerated().map { index, tool in
                    (tool["function"]?["name"]?.string, "\(place).tools[\(index)].function.name")
                }
                if wanted.isEmpty { faults.note("\(place).tools", "must name at least one function") }
            default:
                let text = "must be none, auto, required, or an object whose type is function or allowed_tools"
                throw TranslationFaults("tool_choice", text)
            }
            let known = tools.map { $0["function"]?["name"]?.string }
            for (name, place) in wanted where name == nil || !known.contains(name) {
                faults.note(place, "names no function of 'tools'")
            }
            guard faults.violations.isEmpty else { throw faults }
            let chosen = zip(tools, known).filter { _, name in wanted.contains { $0.name == name } }
            self.tools = .array(chosen.map(\.0))
        }
    }
}
