package import Providers
package import Router
import Schema

/// Who asks, as far as a key tells.
package struct Caller: RouteInput, Sendable {
    private let kind: Kind

    private enum Kind {
        case anyone
        case stranger(hasShownKey: Bool)
        case holder(Grant)
    }

    /// What a key is good for.
    private final class Grant: Sendable {
        let name: String
        let scopes: [Scope]
        let models: [Wildcard]

        init(_ key: APIKey) {
            name = key.name
            scopes = key.scopes
            // An id without a star means one model, by any spelling.
            models = key.models.map { Wildcard($0.contains("*") ? $0.lowercased() : ModelID.folded($0)) }
        }
    }

    private init(_ kind: Kind) {
        self.kind = kind
    }

    /// Whoever asks a server without keys; may do everything.
    package static let anyone = Caller(.anyone)

    /// Who shows no key of the server's; may do what needs none.
    static func stranger(hasShownKey: Bool) -> Caller { Caller(.stranger(hasShownKey: hasShownKey)) }

    /// Who holds a key.
    package init(holding key: APIKey) {
        self.init(.holder(Grant(key)))
    }

    package static func reader() -> @Sendable (Incoming) throws(Problem) -> Caller {
        { (incoming) throws(Problem) in incoming.caller }
    }

    /// The name of the caller's key; `nil` for a caller without one.
    package var name: String? {
        guard case .holder(let grant) = kind else { return nil }
        return grant.name
    }

    /// Whether the caller may do what needs a scope.
    package func has(_ scope: Scope) -> Bool {
        switch kind {
        case .anyone: true
        case .stranger: false
        case .holder(let grant): grant.scopes.contains(scope)
        }
    }

    /// Whether the caller may use a model, and know of it.
    package func mayUse(_ model: ModelID) -> Bool {
        switch kind {
        case .anyone: return true
        case .stranger: return false
        case .holder(let grant):
            let name = Array(ModelID.folded(model.name).utf8)
            return grant.models.contains { $0.fits(name) }
        }
    }
}

extension Caller {
    /// Refuses who may not use a route.
    func check(_ route: Route) throws(Problem) {
        guard let scope = route.scope, !has(scope) else { return }
        switch kind {
        case .anyone: return
        case .stranger(let hasShownKey): throw hasShownKey ? .unknownKey : .missingKey
        case .holder(let grant): throw .missingScope(scope, of: grant.name, for: "\(route.method) \(route.path)")
        }
    }

    /// Refuses who may not use a model, which is looked at only where there are keys.
    func check(_ model: @autoclosure () -> ModelID) throws(Problem) {
        if case .anyone = kind { return }
        let model = model()
        guard !mayUse(model) else { return }
        throw name.map { .modelNotAllowed(model, for: $0) } ?? .missingKey
    }
}
