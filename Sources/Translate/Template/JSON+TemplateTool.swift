import Schema

extension JSON {
    /// A function as templates see it: what Ollama knows of comes first, and in Ollama's order.
    ///
    /// Models were trained on that order. Source: Ollama, `template/template.go`, `templateTool`.
    var asTemplateTool: JSON {
        guard var tool = object, var function = tool["function"]?.object else { return self }
        var parameters = function["parameters"]?.object ?? JSONObject()
        parameters["type"] = parameters["type"] ?? ""
        parameters["properties"] = parameters["properties"]?.properties ?? .null
        if parameters["required"]?.array?.isEmpty == true { parameters["required"] = nil }
        function["description"] = function["description"] ?? ""
        function["parameters"] = .object(parameters.starting(with: "type", "$defs", "items", "required", "properties"))
        tool["type"] = tool["type"] ?? "function"
        tool["function"] = .object(function.starting(with: "name", "description", "parameters"))
        return .object(tool.starting(with: "type", "items", "function"))
    }

    /// The same with the members of every object in the order of their keys, as Go writes maps.
    var sortedByKey: JSON {
        switch self {
        case .array(let elements): .array(elements.map(\.sortedByKey))
        case .object(let object): .object(object.sortedByKey { $0.sortedByKey })
        case .number(let number): number.int.map(JSON.number) ?? self
        case .null, .bool, .string: self
        }
    }

    /// The properties of a function's parameters.
    private var properties: JSON {
        guard let object else { return self }
        return .object(object.sortedByKey(\.asTemplateProperty))
    }

    private var asTemplateProperty: JSON {
        guard var property = object else { return self }
        if let names = property["type"]?.array, names.count == 1 { property["type"] = names[0] }
        property["items"] = property["items"]?.sortedByKey
        property["enum"] = property["enum"]?.sortedByKey
        if let choices = property["anyOf"]?.array { property["anyOf"] = .array(choices.map(\.asTemplateProperty)) }
        let order = property.starting(with: "anyOf", "type", "items", "description", "enum", "properties", "required")
        return .object(order)
    }
}

extension JSONObject {
    fileprivate func sortedByKey(_ transform: (JSON) -> JSON) -> JSONObject {
        var sorted = JSONObject()
        for member in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            sorted[member.key] = transform(member.value)
        }
        return sorted
    }

    /// The same members with some of them in front.
    fileprivate func starting(with keys: String...) -> JSONObject {
        var result = JSONObject()
        for key in keys { result[key] = self[key] }
        for member in members where !keys.contains(member.key) { result[member.key] = member.value }
        return result
    }
}
