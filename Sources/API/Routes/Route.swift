package import HTTP
package import NIOHTTP1
package import Schema

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
    /// Whose words it speaks; also the tag in the document.
    package let dialect: Dialect
    /// The body it takes; `nil` for none.
    package let input: Rule?
    /// Whether the body is a file of any kind.
    package let takesBytes: Bool
    /// What it can answer.
    package let answers: [AnswerDescription]
    /// The problems it can have.
    package let problems: [Problem.Code]
    /// Whether it stands in the document; scripts and styles of pages do not.
    package var isDocumented = true

    let run: @Sendable (Exchange, Incoming, Binding) -> Void

    /// The parameters in the path, in order.
    package var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast().split(separator: ".")[0])
        }
    }
}

/// One way a route can answer.
package struct AnswerDescription: Sendable {
    /// The media type, without parameters.
    package let mediaType: String
    /// What the answer, or one element of a stream, is; `nil` for text.
    package let rule: Rule?
    /// What a person should know about it.
    package let summary: String
    /// Whether elements come one after the other as they are made.
    package var isStream = false
}

/// What a handler can take.
package protocol RouteInput: SendableMetatype {
    /// The body's rule; `nil` for a route without a body.
    static var rule: Rule? { get }
    /// Whether the body is a file of any kind; `false` by default.
    static var takesBytes: Bool { get }
    /// Takes it from a request.
    ///
    /// - Throws: ``Problem`` that names everything that is wrong.
    init(checking request: Request, against rule: Rule?) throws(Problem)
}

extension RouteInput {
    package static var takesBytes: Bool { false }
}

/// What a handler can give back.
package protocol RouteOutput: SendableMetatype {
    /// The ways it can answer.
    static var answers: [AnswerDescription] { get }
    /// Sends it, now or when it is there.
    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway)
}

/// The problems that a handler can have; the type says which, for the document.
package protocol RouteProblem: Error {
    /// The kinds.
    static var codes: [Problem.Code] { get }
    /// The problem.
    var problem: Problem { get }
}

extension Never: RouteProblem {
    package static var codes: [Problem.Code] { [] }
    package var problem: Problem { switch self {} }
}

extension Route {
    /// A row whose handler takes a body.
    static func post<Input: RouteInput, Output: RouteOutput, Failure: RouteProblem>(
        _ path: String,
        _ summary: String,
        id: String,
        as dialect: Dialect,
        _ handler: @escaping @Sendable (Input, Incoming) throws(Failure) -> Output
    ) -> Route {
        row(.POST, path, summary, id, dialect, handler)
    }

    /// A row whose handler takes no body.
    static func get<Output: RouteOutput, Failure: RouteProblem>(
        _ path: String,
        _ summary: String,
        id: String,
        as dialect: Dialect,
        _ handler: @escaping @Sendable (Incoming) throws(Failure) -> Output
    ) -> Route {
        row(.GET, path, summary, id, dialect) { (_: NoBody, call: Incoming) throws(Failure) in try handler(call) }
    }

    /// A row that removes something, and takes a body that says what.
    static func delete<Input: RouteInput, Output: RouteOutput, Failure: RouteProblem>(
        _ path: String,
        _ summary: String,
        id: String,
        as dialect: Dialect,
        _ handler: @escaping @Sendable (Input, Incoming) throws(Failure) -> Output
    ) -> Route {
        row(.DELETE, path, summary, id, dialect, handler)
    }

    /// A row that is asked for its status alone, where GET is not served.
    static func head<Output: RouteOutput, Failure: RouteProblem>(
        _ path: String,
        _ summary: String,
        id: String,
        as dialect: Dialect,
        _ handler: @escaping @Sendable (Incoming) throws(Failure) -> Output
    ) -> Route {
        row(.HEAD, path, summary, id, dialect) { (_: NoBody, call: Incoming) throws(Failure) in try handler(call) }
    }

    private static func row<Input: RouteInput, Output: RouteOutput, Failure: RouteProblem>(
        _ method: HTTPMethod,
        _ path: String,
        _ summary: String,
        _ id: String,
        _ dialect: Dialect,
        _ handler: @escaping @Sendable (Input, Incoming) throws(Failure) -> Output
    ) -> Route {
        let rule = Input.rule
        let bodyProblems: [Problem.Code] =
            rule == nil ? [] : [.invalidJSON, .invalidValue, .missingField, .payloadTooLarge]
        return Route(
            method: method,
            path: path,
            summary: summary,
            operationID: id,
            dialect: dialect,
            input: rule,
            takesBytes: Input.takesBytes,
            answers: Output.answers,
            problems: bodyProblems + Failure.codes
        ) { exchange, call, binding in
            do throws(Problem) {
                let input = try Input(checking: exchange.request, against: rule)
                let output: Output
                do throws(Failure) { output = try handler(input, call) } catch { throw error.problem }
                output.deliver(to: exchange, in: dialect, through: binding.gateway)
            } catch {
                exchange.respond(to: error, in: dialect)
            }
        }
    }
}
