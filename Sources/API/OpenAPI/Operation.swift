import Schema

/// What the document says of one route.
struct Operation {
    private let route: Route

    init(_ route: Route) {
        self.route = route
    }

    /// The operation; shapes that it refers to are added to the schemas.
    func described(with schemas: inout JSONSchema) -> JSON {
        var operation: JSONObject = [
            "operationId": .string(route.operationID),
            "summary": .string(route.summary),
            "tags": [.string(route.group.tag)],
        ]
        if !route.otherPaths.isEmpty {
            let paths = route.otherPaths.map { "`\(Document.documented($0))`" }.joined(separator: ", ")
            operation["description"] = .string("Also served at \(paths).")
        }
        var parameters: [JSON] = []
        for input in route.inputs {
            switch input {
            case .body(let rule, let mediaType):
                operation["requestBody"] = Self.body(mediaType, Self.content(rule, &schemas))
            case .bytes:
                let file: JSON = ["schema": ["type": "string", "format": "binary"]]
                operation["requestBody"] = Self.body("application/octet-stream", file)
            case .path(let shape): parameters += Self.parameters(shape, in: "path", &schemas)
            case .query(let shape): parameters += Self.parameters(shape, in: "query", &schemas)
            case .nothing: break
            }
        }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        operation["security"] = route.scope.map(\.security)
        operation["responses"] = responses(&schemas)
        return .object(operation)
    }

    private static func body(_ mediaType: String, _ content: JSON) -> JSON {
        var media = JSONObject()
        media[mediaType] = content
        return ["required": true, "content": .object(media)]
    }

    private static func parameters(_ shape: ShapeRule, in place: String, _ schemas: inout JSONSchema) -> [JSON] {
        shape.fields.map { field in
            var parameter: JSONObject = [
                "name": .string(field.key), "in": .string(place), "required": .bool(field.isRequired),
                "schema": schemas.schema(of: field.rule), "description": .string(field.summary),
            ]
            parameter["example"] = shape.example?[field.key]
            return .object(parameter)
        }
    }

    private static func content(_ rule: Rule, _ schemas: inout JSONSchema) -> JSON {
        var content: JSONObject = ["schema": schemas.schema(of: rule)]
        content["example"] = rule.example
        return .object(content)
    }

    private func responses(_ schemas: inout JSONSchema) -> JSON {
        var responses = JSONObject()
        let answers = Dictionary(grouping: route.answers, by: \.status)
        for (status, answers) in answers.sorted(by: { $0.key < $1.key }) {
            var content = JSONObject()
            for answer in answers {
                if let mediaType = answer.mediaType { content[mediaType] = media(answer, &schemas) }
            }
            var response: JSONObject = ["description": .string(answers.map(\.summary).joined(separator: " "))]
            if !content.isEmpty { response["content"] = .object(content) }
            responses[String(status)] = .object(response)
        }
        let problems = Dictionary(grouping: Set(route.problems + (route.scope?.problems ?? []))) {
            $0.status(in: route.group.dialect)
        }
        for (status, codes) in problems.sorted(by: { $0.key < $1.key }) {
            responses[String(status)] = refusal(for: codes.sorted { $0.rawValue < $1.rawValue }, &schemas)
        }
        return .object(responses)
    }

    /// The problems of one status: what each means, and what it looks like.
    private func refusal(for codes: [Problem.Code], _ schemas: inout JSONSchema) -> JSON {
        let dialect = route.group.dialect
        var examples = JSONObject()
        for code in codes {
            let body = Problem(code, code.summary).body(in: dialect)
            examples[code.rawValue] = ["summary": .string(code.summary), "value": body]
        }
        let content: JSON = ["schema": schemas.schema(of: dialect.errorRule), "examples": .object(examples)]
        var refusal: JSONObject = [
            "description": .string(codes.map { "`\($0.rawValue)`: \($0.summary)" }.joined(separator: " ")),
            "content": ["application/json": content],
        ]
        if codes.contains(where: { [503, 529].contains($0.status(in: dialect)) }) {
            refusal["headers"] = [
                "Retry-After": [
                    "description": "When a further try makes sense, in seconds; left out when nobody can tell.",
                    "schema": ["type": "integer", "minimum": 1],
                ]
            ]
        }
        if codes.contains(.invalidAPIKey) {
            refusal["headers"] = [
                "WWW-Authenticate": [
                    "description": "How a key is sent: always `Bearer`.", "schema": ["type": "string"],
                ]
            ]
        }
        return .object(refusal)
    }

    private func media(_ answer: AnswerDescription, _ schemas: inout JSONSchema) -> JSON {
        guard let rule = answer.rule else { return ["schema": ["type": "string"]] }
        guard let framing = answer.framing else { return Self.content(rule, &schemas) }
        let elements = framing.canBreakOff ? .either([rule, route.group.dialect.errorRule]) : rule
        let element: JSON = [
            "type": "string", "contentMediaType": "application/json", "contentSchema": schemas.schema(of: elements),
        ]
        var media = JSONObject()
        media["schema"] = Self.framed(element, framing, answer.summary)
        if let example = rule.example { media["example"] = Self.framed(example: example, framing) }
        return .object(media)
    }

    /// What a stream is: a text of lines, or the fields of each event.
    ///
    /// OpenAPI 3.1 has no word for the elements of a stream; events are described as OpenAPI 3.2 has them.
    private static func framed(_ element: JSON, _ framing: Framing, _ summary: String) -> JSON {
        var properties = JSONObject()
        switch framing {
        case .lines: return element.setting("description", to: .string(summary))
        case .events: properties["data"] = element
        case .namedEvents:
            properties["event"] = ["type": "string"]
            properties["data"] = element
        case .endedEvents: properties["data"] = ["anyOf": [["const": "[DONE]"], element]]
        }
        return [
            "type": "object", "description": .string("\(summary) This describes one event."),
            "properties": .object(properties), "required": .array(properties.keys.map(JSON.string)),
        ]
    }

    /// An element as the schema has it.
    private static func framed(example: JSON, _ framing: Framing) -> JSON {
        switch framing {
        case .lines: .string("\(example.text)\n")
        case .events, .endedEvents: ["data": .string(example.text)]
        case .namedEvents: ["event": example["type"] ?? "", "data": .string(example.text)]
        }
    }
}

extension Framing {
    /// Whether an error can stand in the place of an element.
    fileprivate var canBreakOff: Bool {
        switch self {
        case .lines, .endedEvents: true
        case .events, .namedEvents: false
        }
    }
}

extension JSON {
    /// The same object with a further member.
    fileprivate func setting(_ key: String, to value: JSON) -> JSON {
        var members = object ?? [:]
        members[key] = value
        return .object(members)
    }
}

extension Rule {
    /// A value that shows its use; `nil` when there is none.
    fileprivate var example: JSON? {
        switch self {
        case .shape(let shape): shape.example
        case .either(let rules): rules.lazy.compactMap(\.example).first
        case .list(let element, _): element.example.map { .array([$0]) }
        default: nil
        }
    }
}
