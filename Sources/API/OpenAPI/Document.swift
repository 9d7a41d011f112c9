import NIOHTTP1
import Router
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
            item[route.method.rawValue.lowercased()] = Operation(route).described(with: &schemas)
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
            "components": ["schemas": .object(components), "securitySchemes": Scope.schemes],
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
}
