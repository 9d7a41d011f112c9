import HTTP
import NIOHTTP1

/// Makes rows of one method.
///
///     .post("/v1/echo", "Says it again.", id: "echo", as: .service) { (body: Checked<Echo>, wish: Query<Wish>) in … }
///
/// What a handler takes from a request are its parameters, in any order. A row is made for none to three of them:
/// parameter packs would say it once, but the optimizer of Swift 6.3 does not survive them here.
struct RouteMaker {
    let method: HTTPMethod

    func callAsFunction<Output: RouteOutput, Failure: RouteProblem>(
        _ path: String,
        _ summary: String,
        id: String,
        as group: RouteGroup,
        _ handler: @escaping @Sendable () throws(Failure) -> Output
    ) -> Route {
        return row(path, summary, id, group, [], Failure.codes) { (_) throws(Problem) -> Output in
            do throws(Failure) { return try handler() } catch { throw error.problem }
        }
    }

    func callAsFunction<A: RouteInput, Output: RouteOutput, Failure: RouteProblem>(
        _ path: String,
        _ summary: String,
        id: String,
        as group: RouteGroup,
        _ handler: @escaping @Sendable (A) throws(Failure) -> Output
    ) -> Route {
        let read = A.reader()
        return row(path, summary, id, group, [A.description], Failure.codes) { (incoming) throws(Problem) -> Output in
            let input = try read(incoming)
            do throws(Failure) { return try handler(input) } catch { throw error.problem }
        }
    }

    func callAsFunction<A: RouteInput, B: RouteInput, Output: RouteOutput, Failure: RouteProblem>(
        _ path: String,
        _ summary: String,
        id: String,
        as group: RouteGroup,
        _ handler: @escaping @Sendable (A, B) throws(Failure) -> Output
    ) -> Route {
        let (readA, readB) = (A.reader(), B.reader())
        return row(path, summary, id, group, [A.description, B.description], Failure.codes) {
            (incoming) throws(Problem) -> Output in
            let (a, b) = (try readA(incoming), try readB(incoming))
            do throws(Failure) { return try handler(a, b) } catch { throw error.problem }
        }
    }

    func callAsFunction<A: RouteInput, B: RouteInput, C: RouteInput, Output: RouteOutput, Failure: RouteProblem>(
        _ path: String,
        _ summary: String,
        id: String,
        as group: RouteGroup,
        _ handler: @escaping @Sendable (A, B, C) throws(Failure) -> Output
    ) -> Route {
        let (readA, readB, readC) = (A.reader(), B.reader(), C.reader())
        return row(path, summary, id, group, [A.description, B.description, C.description], Failure.codes) {
            (incoming) throws(Problem) -> Output in
            let (a, b, c) = (try readA(incoming), try readB(incoming), try readC(incoming))
            do throws(Failure) { return try handler(a, b, c) } catch { throw error.problem }
        }
    }

    private func row<Output: RouteOutput>(
        _ path: String,
        _ summary: String,
        _ id: String,
        _ group: RouteGroup,
        _ inputs: [InputDescription],
        _ problems: [Problem.Code],
        _ answer: @escaping @Sendable (Incoming) throws(Problem) -> Output
    ) -> Route {
        var problems = inputs.flatMap(\.problems) + problems
        // Ollama says of every body that it cannot read that it is no JSON.
        if group.dialect == .ollama { problems.removeAll { $0 == .unsupportedMediaType } }
        return Route(
            method: method,
            path: path,
            summary: summary,
            operationID: id,
            group: group,
            inputs: inputs,
            answers: Output.answers,
            problems: problems,
            scope: group.scope
        ) { exchange, incoming, gateway in
            let dialect = group.dialect.known(to: incoming.request)
            exchange.nameRequest(in: dialect)
            do throws(Problem) {
                try answer(incoming).deliver(to: exchange, in: dialect, through: gateway)
            } catch {
                exchange.respond(to: dialect == .ollama ? error : error.explained(by: incoming.request), in: dialect)
            }
        }
    }
}
