package import Schema

/// A template of a Modelfile, which makes a prompt of a conversation.
///
/// It is a template of Go's `text/template` with the functions that Ollama adds.
/// Source: Ollama, `template/template.go` and docs/template.mdx.
package struct PromptTemplate: Sendable {
    let tree: TemplateTree
    /// The template as far as the answer's place, for the turn that the model is to end.
    private let lastTurn: TemplatePart

    /// Parses a template.
    ///
    /// One that names neither messages nor an answer gets the answer at its end.
    /// - Throws: ``TemplateFault`` at the first place that makes no sense.
    package init(_ text: String) throws(TemplateFault) {
        var tree = try TemplateParser.tree(of: text)
        if tree.fields.isDisjoint(with: ["messages", "response"]) {
            let answer = TemplatePipeline(.member(.dot, ["Response"]), line: 1)
            tree.root.nodes.append(.action(answer))
        }
        self.tree = tree
        lastTurn = tree.root.cut(after: "Response")
    }

    /// Whether the template has this field, in whatever case: `tools`, `suffix`, `thinking`.
    ///
    /// That tells what a model can do, as far as its template knows.
    package func mentions(_ field: String) -> Bool { tree.fields.contains(field.lowercased()) }

    /// The text to be continued by the model.
    ///
    /// - Parameters:
    ///   - messages: The conversation, oldest first. Pictures have no place in it.
    ///   - tools: Functions that the model may call, in OpenAI's words.
    ///   - suffix: What follows the text that is to be filled in; the last message is what stands before it, and
    ///     nothing else counts. `nil` or empty for a conversation.
    ///   - think: Whether to think, or how much: `true`, `"high"`; `nil` when nobody said.
    ///   - date: Today, for `currentDate`: `2026-08-21`.
    /// - Returns: The prompt.
    /// - Throws: ``TemplateFault`` where the conversation does not fit, or a limit is reached.
    package func prompt(
        for messages: [Ollama.Message],
        tools: [JSON] = [],
        suffix: String? = nil,
        think: JSON? = nil,
        date: String
    ) throws(TemplateFault) -> String {
        var renderer = TemplateRenderer(tree, date: date)
        let thinking = Self.thinking(think)
        if let suffix, !suffix.isEmpty {
            var values = thinking
            values["Prompt"] = .string(messages.last?.text ?? "")
            values["Suffix"] = .string(suffix)
            values["Response"] = ""
            try renderer.write(tree.root, of: .object(values))
        } else if mentions("messages") {
            var values = thinking
            let system = messages.filter { $0.speaker == "system" }.map(\.text)
            values["System"] = .string(system.joined(separator: "\n\n"))
            values["Messages"] = .array(TemplateMessage.collated(messages).map(\.json))
            values["Tools"] = .array(tools.map(\.asTemplateTool))
            values["Response"] = ""
            try renderer.write(tree.root, of: .object(values))
        } else {
            var turns = TemplateTurn.turns(of: TemplateMessage.collated(messages))
            let last = turns.removeLast()
            for turn in turns { try renderer.write(tree.root, of: .object(turn.values(with: thinking))) }
            try renderer.write(lastTurn, of: .object(last.values(with: thinking)))
        }
        return renderer.text
    }

    /// What templates know of the wish to think.
    ///
    /// Source: Ollama, `api/types.go`, `ThinkValue`.
    private static func thinking(_ think: JSON?) -> JSONObject {
        let isOn = think?.bool ?? (think?.string != nil)
        return [
            "Think": .bool(isOn), "ThinkLevel": .string(think?.string ?? (isOn ? "medium" : "")),
            "IsThinkSet": .bool(think != nil && think != .null),
        ]
    }
}
