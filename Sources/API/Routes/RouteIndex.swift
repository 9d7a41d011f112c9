import NIOHTTP1

/// The route table, ordered for looking a request up.
struct RouteIndex: Sendable {
    private var exact: [String: [Route]] = [:]
    private var patterns: [Route] = []

    /// What a look-up finds.
    enum Match {
        case route(Route, parameters: [String: String])
        case wrongMethod(allowed: [HTTPMethod])
        case unknown
    }

    init(_ routes: [Route]) {
        for route in routes {
            if route.parameters.isEmpty { exact[route.path, default: []].append(route) } else { patterns.append(route) }
        }
    }

    func find(_ method: HTTPMethod, _ path: Substring) -> Match {
        if let routes = exact[String(path)] { return pick(method, routes.map { ($0, [:]) }) }
        let fitting = patterns.compactMap { route in Self.parameters(of: route.path, in: path).map { (route, $0) } }
        return fitting.isEmpty ? .unknown : pick(method, fitting)
    }

    private func pick(_ method: HTTPMethod, _ candidates: [(Route, [String: String])]) -> Match {
        // A route that answers GET answers HEAD as well; the body is left out when it is written.
        for wanted in method == .HEAD ? [.HEAD, .GET] : [method] {
            if let (route, parameters) = candidates.first(where: { $0.0.method == wanted }) {
                return .route(route, parameters: parameters)
            }
        }
        let methods = Set(candidates.map(\.0.method.rawValue))
        let allowed = methods.contains("GET") ? methods.union(["HEAD"]) : methods
        return .wrongMethod(allowed: allowed.map(HTTPMethod.init(rawValue:)))
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
            parameters[String(takesRest ? name.dropLast(3) : name)] = percentDecoded(value)
            rest = takesRest ? [] : rest.dropFirst()
        }
        return rest.isEmpty ? parameters : nil
    }

    private static func percentDecoded(_ text: String) -> String {
        guard text.contains("%") else { return text }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
