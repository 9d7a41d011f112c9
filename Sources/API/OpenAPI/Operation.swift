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
        var parameters: [JSON] = []
        for input in route.inputs {
            switch input {
            case .body(let rule, let mediaType):
                operation["requestBody"] = Self.body(mediaType, Self.content(rule, &schemas))
            case .bytes:
                let file: JSON = ["schema": ["type": "string", "format": "binary"]]
                operation["requestBody"] = Self.body("application/octet-stream", file)
            case .path(let shape): parameters += shape.fields.map { Self.parameter($0, in: "path", &schemas) }
            case .query(let shape): parameters += shape.fields.map { Self.parameter($0, in: "query", &schemas) }
            case .nothing: break
            }
        }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        operation["responses"] = responses(&schemas)
        return .object(operation)
    }

    private static func body(_ mediaType: String, _ content: JSON) -> JSON {
        var media = JSONObject()
        media[mediaType] = content
        return ["required": true, "content": .object(media)]
    }

    private static func parameter(_ field: FieldRule, in place: String, _ schemas: inout JSONSchema) -> JSON {
        [
            "name": .string(field.key), "in": .string(place), "required": .bool(field.isRequired),
            "schema": schemas.schema(of: field.rule), "description": .string(field.summary),
        ]
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
            for answer in answers { content[answer.mediaType] = Self.media(answer, &schemas) }
            responses[String(status)] = [
                "description": .string(answers.map(\.summary).joined(separator: " ")), "content": .object(content),
            ]
        }
        let problems = Dictionary(grouping: Set(route.problems)) { $0.status(in: route.group.dialect) }
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
        return .object(refusal)
    }

    /// OpenAPI 3.1 has no word for the elements of a stream, so the text's content is described instead.
    private static func media(_ answer: AnswerDescription, _ schemas: inout JSONSchema) -> JSON {
        guard let rule = answer.rule else { return ["schema": ["type": "string"]] }
        guard answer.isStream else { return content(rule, &schemas) }
        var media: JSONObject = [
            "schema": [
                "type": "string",
                "description": .string(answer.summary),
                "contentMediaType": "application/json",
                "contentSchema": schemas.schema(of: rule),
            ]
        ]
        if let example = rule.example { media["example"] = .string(framed(example, in: answer)) }
        return .object(media)
    }

    /// An element as it stands in its stream.
    private static func framed(_ element: JSON, in answer: AnswerDescription) -> String {
        switch (answer.mediaType, answer.isNamed) {
        case ("text/event-stream", true): "event: \(element["type"]?.string ?? "")\ndata: \(element.text)\n\n"
        case ("text/event-stream", false): "data: \(element.text)\n\ndata: [DONE]\n\n"
        default: "\(element.text)\n"
        }
    }
}

extension Rule {
    /// A value that shows its use; `nil` when there is none.
    fileprivate var example: JSON? {
        switch self {
        case .shape(let shape): shape.example
        case .either(let rules): rules.lazy.compactMap(\.example).first
        default: nil
        }
    }
}
