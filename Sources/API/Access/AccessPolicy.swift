import NIOHTTP1

/// Which requests are served at all: those that no page sends, and those of pages that may use the server.
package struct AccessPolicy: Sendable {
    private let origins: Origins
    private let hostGuard: HostGuard?

    /// A policy.
    ///
    /// - Parameters:
    ///   - origins: The origins that may use the server besides its own; those of this machine by default.
    ///   - hostGuard: Tells foreign names of the server; `nil` lets every name pass.
    package init(origins: Origins = .local, hostGuard: HostGuard? = nil) {
        self.origins = origins
        self.hostGuard = hostGuard
    }

    /// What becomes of a request.
    enum Decision: Equatable {
        /// It is served.
        case served
        /// It asks what may be asked, and is answered with these headers alone.
        case permitted(HTTPHeaders)
        /// It is refused, for a reason that an operator should know.
        case refused(reason: String)
    }

    /// What becomes of a request, by its method and headers, and the headers that its answer carries in any case.
    func decision(
        on method: HTTPMethod,
        _ request: HTTPHeaders
    ) -> (decision: Decision, headers: HTTPHeaders) {
        let host = request.first(name: "Host") ?? ""
        let origin = request.first(name: "Origin") ?? ""
        var headers = HTTPHeaders()
        if !origin.isEmpty, origin != "http://\(host)", origin != "https://\(host)" {
            guard origins.admit(origin) else {
                return (.refused(reason: "pages of \(origin) are not allowed; --origins allows more"), headers)
            }
            headers = ["Access-Control-Allow-Origin": origin, "Vary": "Origin"]
            if method == .OPTIONS { return (.permitted(Self.permissions), headers) }
        }
        switch hostGuard?.meaning(of: host) {
        case .foreign:
            let reason = "'\(host)' is no name of this machine; only a server that listens beyond it (--host) takes any"
            return (.refused(reason: reason), headers)
        case .name where method == .OPTIONS: return (.permitted([:]), headers)
        default: return (.served, headers)
        }
    }

    /// Whether a request is served.
    func serves(_ method: HTTPMethod, _ headers: HTTPHeaders) -> Bool {
        decision(on: method, headers).decision == .served
    }

    /// What a page of another origin may send; browsers remember it for half a day.
    ///
    /// Source: Ollama, server/routes.go, `GenerateRoutes`; the last row is Anthropic's, "Client SDKs".
    private static let permissions: HTTPHeaders = [
        "Access-Control-Allow-Methods": "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS",
        "Access-Control-Allow-Headers": [
            "Authorization", "Content-Type", "User-Agent", "Accept", "X-Requested-With", "OpenAI-Beta",
            "x-stainless-arch", "x-stainless-async", "x-stainless-custom-poll-interval", "x-stainless-helper-method",
            "x-stainless-lang", "x-stainless-os", "x-stainless-package-version", "x-stainless-poll-helper",
            "x-stainless-retry-count", "x-stainless-runtime", "x-stainless-runtime-version", "x-stainless-timeout",
            "X-Api-Key", "anthropic-version", "anthropic-beta", "anthropic-dangerous-direct-browser-access",
        ].joined(separator: ","),
        "Access-Control-Max-Age": "43200",
    ]
}
