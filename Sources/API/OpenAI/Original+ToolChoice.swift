import Schema
import Translate

extension Original<OpenAI.ChatRequest> {
    /// What has to be set so that a choice of functions by name holds; nothing for other choices, which are not read
    /// any further.
    ///
    /// - Throws: ``ModelProblem`` when the choice cannot be met.
    func selectedTools() throws(ModelProblem) -> [(key: String, value: String)] {
        guard let choice = json(of: "tool_choice"), choice != "auto", choice != "none" else { return [] }
        do throws(TranslationFaults) {
            let selection = try OpenAI.ToolSelection(choice, among: json(of: "tools")?.array ?? [])
            return selection.map { [("tools", $0.tools.text), ("tool_choice", $0.choice.text)] } ?? []
        } catch {
            throw ModelProblem(Problem(error.violations))
        }
    }

    private func json(of key: String) -> JSON? { text(of: key).flatMap { try? JSON(parsing: $0) } }
}
