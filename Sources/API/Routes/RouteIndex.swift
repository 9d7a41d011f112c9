import NIOHTTP1

/// The route table, ordered for looking a request up.
struct RouteIndex: Sendable {
    private var exact: [Substring: [Route]] = [:]
    private var patterns: [(path: String, route: Route)] = []

    /// What a look-up finds.
    enum Match {
        case route(Route, parameters: [String: String])
        /// The path is served without the slashes that it has too many.
        case moved(to: String, HTTPResponseStatus)
        /// The methods that the path is served for, in the order in which Ollama lists them.
        case wrongMethod(allowed: [HTTPMethod])
        case unknown
    }

    init(_ routes: [Route]) {
        for route in routes {
            for path in [route.path] + route.otherPaths {
                if route.parameters.isEmpty {
                    exact[path[...], default: []].append(route)
                } else {
                    patterns.append((path, route))
                }
            }
        }
    }

    func find(_ method: HTTPMethod, _ path: Substring) -> Match {
        if let routes = exact[path] {
            if let route = routes.first(where: { $0.method == method }) { return .route(route, parameters: [:]) }
            return pick(method, routes.map { ($0, [:]) })
        }
        if Self.hasExtraSlash(path) { return findWithoutExtraSlashes(method, path) }
        let fitting = patterns.compactMap { pattern, route in
            Self.parameters(of: pattern, in: path).map { (route, $0) }
        }
        return fitting.isEmpty ? .unknown : pick(method, fitting)
    }

    private func pick(_ method: HTTPMethod, _ candidates: [(Route, [String: String])]) -> Match {
        // A route that answers GET answers HEAD as well; the body is left out when it is written.
        for wanted in method == .HEAD ? [.HEAD, .GET] : [method] {
            if let (route, parameters) = candidates.first(where: { $0.0.method == wanted }) {
                return .route(route, parameters: parameters)
            }
        }
        let methods = candidates.map(\.0.method)
        let order: [HTTPMethod] = [.HEAD, .GET, .POST, .DELETE]
        return .wrongMethod(
            allowed: order.filter { methods.contains($0) || ($0 == .HEAD && methods.contains(.GET)) }
        )
    }

    private func findWithoutExtraSlashes(_ method: HTTPMethod, _ path: Substring) -> Match {
        let clean = "/" + path.split(separator: "/").joined(separator: "/")
        guard case .route = find(method, clean[...]) else { return .unknown }
        // What a browser is told for good must not lead it to change the method as well.
        let isForGood = method == .GET && !Self.hasDoubledSlash(path)
        return .moved(to: clean, isForGood ? .movedPermanently : .temporaryRedirect)
    }

    private static func hasExtraSlash(_ path: Substring) -> Bool {
        path != "/" && path.hasSuffix("/") || hasDoubledSlash(path)
    }

    private static func hasDoubledSlash(_ path: Substring) -> Bool {
        zip(path.utf8, path.utf8.dropFirst()).contains { $0 == UInt8(ascii: "/") && $1 == $0 }
    }

    /// The parameters of a path that fits the pattern; `nil` when it does not.
    private static func parameters(of pattern: String, in path: Substring) -> [String: String]? {
        var parameters: [String: String] = [:]
        var rest = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        for part in pattern.split(separator: "/", omittingEmptySubsequences: false) {
            guard let first = rest.first else { return nil }
            guard part.hasPrefix("{") else {
                guard part == first else { return nil }
                rest = rest.dropFirst()
                continue
            }
            let name = part.dropFirst().dropLast()
            let takesRest = name.hasSuffix("...")
            let value = takesRest ? rest.joined(separator: "/") : String(first)
            guard !value.isEmpty else { return nil }
            parameters[String(takesRest ? name.dropLast(3) : name)] = value.percentDecoded
            rest = takesRest ? [] : rest.dropFirst()
        }
        return rest.isEmpty ? parameters : nil
    }
}
