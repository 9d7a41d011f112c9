import HTTP
package import NIOHTTP1

/// One row of the route table: what is served, how it is described, and the function that does it.
///
/// Everything the document says of it comes from the handler's signature: the type of its input, what its reply can
/// hold, and the problems that it throws.
package struct Route: Sendable {
    /// The method.
    package let method: HTTPMethod
    /// The path; a part in braces is a parameter, and one that ends in `...` takes the rest of the path.
    package let path: String
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

    let run: @Sendable (Exchange, Incoming, Gateway) -> Void

    /// The parameters in the path, in order.
    package var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast().split(separator: ".")[0])
        }
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
