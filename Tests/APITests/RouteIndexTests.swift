import NIOHTTP1
import Testing

@testable import API

@Suite struct `A route index` {
    private func find(_ method: HTTPMethod, _ path: String) throws -> RouteIndex.Match {
        RouteIndex(try TestTable.make().routes).find(method, path[...])
    }

    @Test(arguments: [
        (HTTPMethod.GET, "/api/tags/", "/api/tags", HTTPResponseStatus.movedPermanently),
        (.HEAD, "/api/tags/", "/api/tags", .temporaryRedirect),
        (.POST, "/api/chat/", "/api/chat", .temporaryRedirect),
        (.DELETE, "/api/delete/", "/api/delete", .temporaryRedirect),
        (.GET, "//api/tags", "/api/tags", .temporaryRedirect),
        (.GET, "/api//tags", "/api/tags", .temporaryRedirect),
        (.GET, "//api///tags//", "/api/tags", .temporaryRedirect),
        (.POST, "//v1/chat/completions", "/v1/chat/completions", .temporaryRedirect),
        (.GET, "/v1/models/org/name/", "/v1/models/org/name", .movedPermanently),
        (.GET, "/docs/", "/docs", .movedPermanently),
        (.GET, "//", "/", .temporaryRedirect),
    ])
    func `leads to the path without slashes that it has too many`(
        _ method: HTTPMethod,
        _ path: String,
        _ target: String,
        _ status: HTTPResponseStatus
    ) throws {
        guard case .moved(target, status) = try find(method, path) else {
            Issue.record("\(try find(method, path))")
            return
        }
    }

    @Test(arguments: [
        (HTTPMethod.GET, "/nothing/"), (.GET, "//nothing"), (.GET, "//example.com/"), (.POST, "/api/tags/"),
        (.DELETE, "//api/tags"),
    ])
    func `leads nowhere that is not served`(_ method: HTTPMethod, _ path: String) throws {
        guard case .unknown = try find(method, path) else {
            Issue.record("\(try find(method, path))")
            return
        }
    }

    @Test(arguments: [
        (HTTPMethod.DELETE, "/api/tags", ["HEAD", "GET"]), (.GET, "/api/chat", ["POST"]),
        (.POST, "/api/delete", ["DELETE"]), (.OPTIONS, "/", ["HEAD", "GET"]),
        (.DELETE, "/api/blobs/sha256:00", ["HEAD", "POST"]),
    ])
    func `lists a path's methods in Ollama's order`(_ method: HTTPMethod, _ path: String, _ methods: [String]) throws {
        guard case .wrongMethod(let allowed) = try find(method, path) else {
            Issue.record("\(try find(method, path))")
            return
        }
        #expect(allowed.map(\.rawValue) == methods)
    }
}
