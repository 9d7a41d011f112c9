import HTTP
package import NIOHTTP1
package import Router

/// One row of the route table: what is served, how it is described, and the function that does it.
///
/// Everything the document says of it comes from the handler's signature: the type of its input, what its reply can
/// hold, and the problems that it throws.
package struct Route: Sendable {
    /// The method.
    package let method: HTTPMethod
    /// The path; a part in braces is a parameter, and one that ends in `...` takes the rest of the path.
    package let path: String
    /// Further paths that the same is served at, with the same parameters; the document describes it once.
    package private(set) var otherPaths: [String] = []
    /// One line for people.
    package let summary: String
    /// The name of the operation in generated clients.
    package let operationID: String
    /// The group that it belongs to, which says whose words its errors are put into.
    package let group: RouteGroup
    /// What it takes.
    package let inputs: [InputDescription]
    /// What it can answer.
    package let answers: [AnswerDescription]
    /// The problems it can have.
    package let problems: [Problem.Code]
    /// Whether it stands in the document; scripts and styles of pages do not.
    package var isDocumented = true

    /// What a caller's key must be good for; `nil`: no key is needed.
    package var scope: Scope?

    let run: @Sendable (Exchange, Incoming, Gateway) -> Void

    /// The parameters in the path, in order.
    package var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast().split(separator: ".")[0])
        }
    }

    /// The same row, which needs another scope than its group; `nil`: none.
    package func needing(_ scope: Scope?) -> Route {
        var route = self
        route.scope = scope
        return route
    }
}

extension [Route] {
    /// The same rows, which need another scope than their group; `nil`: none.
    func needing(_ scope: Scope?) -> [Route] { map { $0.needing(scope) } }
}

extension Route {
    /// The same row, served at further paths too.
    func also(at paths: String...) -> Route {
        var route = self
        route.otherPaths += paths
        return route
    }
}

extension Route {
    /// A row that asks for something.
    static var get: RouteMaker { RouteMaker(method: .GET) }
    /// A row that sends something, or has something done.
    static var post: RouteMaker { RouteMaker(method: .POST) }
    /// A row that removes something.
    static var delete: RouteMaker { RouteMaker(method: .DELETE) }
    /// A row that is asked for its status alone, where GET is not served.
    static var head: RouteMaker { RouteMaker(method: .HEAD) }
}
