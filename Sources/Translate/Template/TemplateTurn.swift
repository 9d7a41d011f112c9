import Schema

/// What is said once, asked once and answered once: all that a template without `.Messages` can show at a time.
struct TemplateTurn {
    private var system = ""
    private var prompt = ""
    private var response = ""

    /// The turns of a conversation, at least one; the last one waits for its answer, or for the rest of it.
    ///
    /// Source: Ollama, `template/template.go`, `Execute`.
    static func turns(of messages: [TemplateMessage]) -> [TemplateTurn] {
        var turns = [TemplateTurn()]
        for message in messages {
            var turn = turns.removeLast()
            let isOver =
                switch message.role {
                case "system": !turn.prompt.isEmpty || !turn.response.isEmpty
                case "user": !turn.response.isEmpty
                default: false
                }
            if isOver {
                turns.append(turn)
                turn = TemplateTurn()
            }
            switch message.role {
            case "system": turn.system = message.content
            case "user": turn.prompt = message.content
            case "assistant": turn.response = message.content
            default: break
            }
            turns.append(turn)
        }
        return turns
    }

    /// The values for a template.
    func values(with others: JSONObject) -> JSONObject {
        var values = others
        values["System"] = .string(system)
        values["Prompt"] = .string(prompt)
        values["Response"] = .string(response)
        return values
    }
}
