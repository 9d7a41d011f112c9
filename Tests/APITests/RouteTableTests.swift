import NIOHTTP1
import Schema
import Testing

@testable import API

@Suite struct `Route table` {
    @Test(arguments: RouteTable.Selection.allCases)
    func `is what the document describes, no more and no less`(_ selection: RouteTable.Selection) throws {
        let table = try TestTable.make(serving: selection)
        let rows = Set(table.routes.filter(\.isDocumented).map { "\($0.method) \(Document.documented($0.path))" })
        let described = (table.document.json["paths"]?.object?.members ?? []).flatMap { path in
            (path.value.object?.keys ?? []).map { "\($0.uppercased()) \(path.key)" }
        }
        #expect(Set(described) == rows)
        #expect(described.count == rows.count)
    }

    @Test func `is what is served`() throws {
        let table = try TestTable.make()
        let index = RouteIndex(table.routes)
        for route in table.routes {
            let path = route.path.replacing("{id...}", with: "org/name:q4")
            guard case .route(let found, _) = index.find(route.method, path[...]) else {
                Issue.record("\(route.method) \(path) is not served")
                continue
            }
            #expect(found.operationID == route.operationID && found.path == route.path)
        }
    }

    @Test func `is served at every path, and described once with all of them`() throws {
        let table = try TestTable.make()
        let index = RouteIndex(table.routes)
        let spelled = table.routes.filter { !$0.otherPaths.isEmpty }
        #expect(spelled.count > 10)
        for route in spelled {
            let operation = table.document.json["paths"]?[Document.documented(route.path)]?[
                route.method.rawValue.lowercased()
            ]
            for path in route.otherPaths {
                let asked = path.replacing("{id...}", with: "org/name:q4")
                guard case .route(let found, _) = index.find(route.method, asked[...]) else {
                    Issue.record("\(route.method) \(asked) is not served")
                    continue
                }
                #expect(found.operationID == route.operationID)
                #expect(table.document.json["paths"]?[path] == nil)
                #expect(operation?["description"]?.string?.contains("`\(Document.documented(path))`") == true)
            }
        }
    }

    @Test func `serves no path twice for one method`() throws {
        let paths = try TestTable.make().routes.flatMap { route in
            ([route.path] + route.otherPaths).map { "\(route.method) \($0)" }
        }
        #expect(Set(paths).count == paths.count)
    }

    @Test func `names every documented operation once`() throws {
        let names = try TestTable.make().routes.filter(\.isDocumented).map(\.operationID)
        #expect(Set(names).count == names.count)
    }

    @Test func `describes each event of a stream, and no content where there is none`() throws {
        let paths = try TestTable.make().document.json["paths"]
        func content(_ method: String, _ path: String, _ status: String) -> JSON? {
            paths?[path]?[method]?["responses"]?[status]?["content"]
        }
        let ended = content("post", "/v1/chat/completions", "200")?["text/event-stream"]?["schema"]?["properties"]
        #expect(ended?["data"]?["anyOf"]?[0] == ["const": "[DONE]"])
        #expect(ended?["data"]?["anyOf"]?[1]?["contentMediaType"] == "application/json")
        let named = content("post", "/v1/messages", "200")?["text/event-stream"]
        #expect(named?["schema"]?["required"] == ["event", "data"])
        #expect(named?["schema"]?["properties"]?["data"]?["contentSchema"]?["$ref"] != nil)
        #expect(named?["example"]?["event"] == "content_block_delta")
        #expect(content("post", "/api/chat", "200")?["application/x-ndjson"]?["schema"]?["type"] == "string")
        #expect(paths?["/api/copy"]?["post"]?["responses"]?["200"] == ["description": "Nothing."])
        #expect(paths?["/api/blobs/{digest}"]?["head"]?["responses"]?["404"]?.object?.keys == ["description"])
    }

    @Test func `takes no body for an empty one where something must be there`() throws {
        let paths = try TestTable.make().document.json["paths"]
        func schema(_ method: String, _ path: String) -> JSON? {
            paths?[path]?[method]?["requestBody"]?["content"]?["application/json"]?["schema"]
        }
        #expect(schema("post", "/api/chat")?["anyOf"]?[1] == ["enum": [.null]])
        #expect(schema("delete", "/api/delete")?.object?.keys == ["$ref"])
    }

    @Test func `leaves out the dialect that is not wanted`() throws {
        #expect(try !TestTable.make(serving: .openai).routes.contains { $0.path.hasPrefix("/api/") })
        #expect(try !TestTable.make(serving: .ollama).routes.contains { $0.path == "/v1/chat/completions" })
    }

    @Test func `answers HEAD where it answers GET, and tells the methods of a path`() throws {
        let index = RouteIndex(try TestTable.make().routes)
        guard case .route = index.find(.HEAD, "/api/tags") else {
            Issue.record("HEAD is not served")
            return
        }
        guard case .wrongMethod(let allowed) = index.find(.DELETE, "/api/tags") else {
            Issue.record("DELETE was not refused")
            return
        }
        #expect(Set(allowed.map(\.rawValue)) == ["GET", "HEAD"])
        guard case .unknown = index.find(.GET, "/API/tags") else {
            Issue.record("letter case was ignored")
            return
        }
    }

    @Test(arguments: ["/v1/models/org/name:q4", "/v1/models/org%2Fname%3Aq4"])
    func `takes a model's name with slashes and colons, raw or encoded`(_ path: String) throws {
        let index = RouteIndex(try TestTable.make().routes)
        guard case .route(_, let parameters) = index.find(.GET, path[...]) else {
            Issue.record("not found")
            return
        }
        #expect(parameters == ["id": "org/name:q4"])
    }

    @Test func `describes input, answers, both streams and errors from the handlers' signatures`() throws {
        let document = try TestTable.make().document.json
        let chat = document["paths"]?["/v1/chat/completions"]?["post"]
        let input = chat?["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(input == ["$ref": "#/components/schemas/OpenAIChatRequest"])
        #expect(chat?["responses"]?["200"]?["content"]?.object?.keys == ["application/json", "text/event-stream"])
        #expect(chat?["responses"]?["503"] != nil && chat?["responses"]?["404"] != nil)
        let ollama = document["paths"]?["/api/chat"]?["post"]?["responses"]?["200"]?["content"]
        #expect(ollama?.object?.keys == ["application/json", "application/x-ndjson"])
    }
}
