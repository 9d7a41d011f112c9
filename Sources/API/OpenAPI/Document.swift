import NIOHTTP1
package import Schema

/// The OpenAPI document of a route table; the same table always gives the same document.
package struct Document {
    /// The document.
    package let json: JSON

    /// Describes the routes of a table, in its order.
    ///
    /// Source: OpenAPI Specification 3.1.1.
    package init(_ routes: [Route], version: String) {
        var schemas = JSONSchema(referringTo: "#/components/schemas/")
        var paths = JSONObject()
        for route in routes where route.isDocumented {
            let path = Self.documented(route.path)
            var item = paths[path]?.object ?? JSONObject()
            item[route.method.rawValue.lowercased()] = Self.operation(route, &schemas)
            paths[path] = .object(item)
        }
        for dialect in Dialect.allCases { _ = schemas.schema(of: dialect.errorRule) }
        var components = JSONObject()
        for (name, schema) in schemas.definitions.sorted(by: { $0.key < $1.key }) { components[name] = schema }
        json = [
            "openapi": "3.1.0",
            "info": [
                "title": "Paddock",
                "summary": "One local endpoint for all your models.",
                "description": .string(Self.introduction),
                "version": .string(version),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/", "description": "This server."]],
            "tags": .array(
                RouteGroup.allCases.filter { group in routes.contains { $0.group == group } }.map {
                    ["name": .string($0.tag), "description": .string($0.introduction)]
                }
            ),
            "paths": .object(paths),
            "components": ["schemas": .object(components)],
        ]
    }

    private static let introduction = """
        Paddock keeps several `llama-server` processes warm behind one endpoint. A request names a model; Paddock \
        starts it if it does not run, and stops the one that was used longest ago if there is no room. Requests that \
        have to wait for that simply take longer.
        """

    /// The path in the document's spelling: a parameter that takes the rest of the path is an ordinary one there.
    package static func documented(_ path: String) -> String {
        path.split(separator: "...}", omittingEmptySubsequences: false).joined(separator: "}")
    }

    private static func operation(_ route: Route, _ schemas: inout JSONSchema) -> JSON {
        var operation: JSONObject = [
            "operationId": .string(route.operationID),
            "summary": .string(route.summary),
            "tags": [.string(route.group.tag)],
        ]
        var parameters: [JSON] = route.parameters.map { name in
            [
                "name": .string(name), "in": "path", "required": true, "schema": ["type": "string"],
                "description": .string(Self.parameterText(name)),
            ]
        }
        for input in route.inputs {
            switch input {
            case .body(let rule, let mediaType):
                var content = JSONObject()
                content[mediaType] = Self.content(rule, &schemas)
                operation["requestBody"] = ["required": true, "content": .object(content)]
            case .bytes:
                let bytes: JSON = ["schema": ["type": "string", "format": "binary"]]
                operation["requestBody"] = ["required": true, "content": ["application/octet-stream": bytes]]
            case .query(let shape): parameters += shape.fields.map { Self.parameter($0, &schemas) }
            case .nothing: break
            }
        }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        operation["responses"] = responses(route, &schemas)
        return .object(operation)
    }

    /// A value behind the question mark.
    private static func parameter(_ field: FieldRule, _ schemas: inout JSONSchema) -> JSON {
        [
            "name": .string(field.key), "in": "query", "required": .bool(field.isRequired),
            "schema": schemas.schema(of: field.rule), "description": .string(field.summary),
        ]
    }

    private static func parameterText(_ name: String) -> String {
        name == "id" ? "A model's id or alias; slashes and colons may stand as they are." : "The \(name)."
    }

    private static func content(_ rule: Rule, _ schemas: inout JSONSchema) -> JSON {
        var content: JSONObject = ["schema": schemas.schema(of: rule)]
        if case .shape(let shape) = rule { content["example"] = shape.example }
        return .object(content)
    }

    private static func responses(_ route: Route, _ schemas: inout JSONSchema) -> JSON {
        var success = JSONObject()
        for answer in route.answers { success[answer.mediaType] = media(answer, &schemas) }
        let sentences = route.answers.map(\.summary).joined(separator: " ")
        var responses: JSONObject = ["200": ["description": .string(sentences), "content": .object(success)]]
        let problems = Dictionary(grouping: Set(route.problems), by: \.status)
        for (status, codes) in problems.sorted(by: { $0.key < $1.key }) {
            let causes = codes.sorted { $0.rawValue < $1.rawValue }.map { "`\($0.rawValue)`: \($0.summary)" }
            responses[String(status)] = [
                "description": .string(causes.joined(separator: " ")),
                "content": ["application/json": ["schema": schemas.schema(of: route.group.dialect.errorRule)]],
            ]
        }
        return .object(responses)
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
        if case .shape(let shape) = rule, let example = shape.example?.text {
            media["example"] = .string(
                answer.mediaType == "text/event-stream" ? "data: \(example)\n\ndata: [DONE]\n\n" : "\(example)\n"
            )
        }
        return .object(media)
    }
}
