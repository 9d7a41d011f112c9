import Schema

/// JSON Schema in the words of TypeScript.
enum TypeScript {
    /// The type of what a schema allows.
    ///
    /// Source: Ollama, `api/types.go`, `ToolProperty.ToTypeScriptType`.
    static func type(of schema: JSON) -> String {
        if let choices = schema["anyOf"]?.array, !choices.isEmpty {
            return choices.map(type).joined(separator: " | ")
        }
        switch schema["type"] {
        case .string(let name): return type(named: name)
        case .array(let names) where !names.isEmpty:
            return names.map { type(named: $0.string ?? "") }.joined(separator: " | ")
        default: return "any"
        }
    }

    private static func type(named name: String) -> String {
        switch name {
        case "string", "boolean", "null": name
        case "number", "integer": "number"
        case "array": "any[]"
        case "object": "Record<string, any>"
        default: "any"
        }
    }
}
