import Schema

/// A call of a tool that stands in a text.
struct FoundCall {
    private let name: String
    private let arguments: JSON

    /// The calls that a value of JSON is, an object or a list of them; `nil` when it is none of these tools.
    static func all(in bytes: ArraySlice<UInt8>, of tools: Set<String>) -> [FoundCall]? {
        guard let json = try? JSON(parsing: Array(bytes)) else { return nil }
        let elements = json.array ?? [json]
        let calls = elements.compactMap { FoundCall($0, of: tools) }
        return calls.count == elements.count && !calls.isEmpty ? calls : nil
    }

    private init?(_ json: JSON, of tools: Set<String>) {
        let function = json["function"]?.object == nil ? json : json["function"]
        guard let name = function?["name"]?.string, tools.contains(name) else { return nil }
        var arguments = function?["arguments"] ?? function?["parameters"] ?? [:]
        if let text = arguments.string, let json = try? JSON(parsing: text) { arguments = json }
        guard arguments.object != nil else { return nil }
        (self.name, self.arguments) = (name, arguments)
    }

    /// The call as a chat of llama-server has it, whole in one piece, with an id that no other one has.
    func piece(at index: Int) -> JSON {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789"
        let id = "call_" + String((0..<8).compactMap { _ in letters.randomElement() })
        return [
            "index": .number(index), "id": .string(id),
            "function": ["name": .string(name), "arguments": .string(arguments.text)],
        ]
    }
}
