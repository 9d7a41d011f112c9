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
        ///   - choice: The member `tool_choice`, which has been checked.
        ///   - tools: The member `tools`.
        package init?(_ choice: JSON, among tools: [JSON]) {
            guard let kind = choice["type"] else { return nil }
            let wanted = Self.wanted(by: choice).map(\.name)
            self.tools = .array(tools.filter { wanted.contains($0.functionName) })
            self.choice = kind == "function" ? "required" : choice["allowed_tools"]?["mode"] ?? "auto"
        }

        /// What is wrong with a choice beside the tools that there are, each with its place in the request.
        ///
        /// - Parameters:
        ///   - choice: The member `tool_choice`.
        ///   - tools: Reads the member `tools`, which takes time where it is long.
        /// - Returns: What is wrong.
        static func faults(of choice: JSON, among tools: () -> JSON?) -> [Violation] {
            guard choice != "auto", choice != "none" else { return [] }
            let known = (tools()?.array ?? []).map(\.functionName)
            guard choice != "required" else {
                return known.isEmpty
                    ? [Violation(place: "tool_choice", text: "is required, but there are no tools")] : []
            }
            return wanted(by: choice).filter { !known.contains($0.name) }.map {
                Violation(place: $0.place, text: "names no function of 'tools'")
            }
        }

        private static func wanted(by choice: JSON) -> [(name: String?, place: String)] {
            if choice["type"] == "function" { return [(choice.functionName, "tool_choice.function.name")] }
            return (choice["allowed_tools"]?["tools"]?.array ?? []).enumerated().map { index, tool in
                (tool.functionName, "tool_choice.allowed_tools.tools[\(index)].function.name")
            }
        }
    }
}

extension JSON {
    /// The name of the function that a tool, or a choice, is.
    fileprivate var functionName: String? { self["function"]?["name"]?.string }
}
