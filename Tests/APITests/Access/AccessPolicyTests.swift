import NIOHTTP1
import Testing

@testable import API

@Suite struct `An access policy` {
    private let guarded = AccessPolicy(hostGuard: HostGuard(names: [], addresses: []))
    private let open = AccessPolicy()

    private static let allowed: HTTPHeaders = [
        "Access-Control-Allow-Origin": "http://localhost:3000", "Vary": "Origin",
    ]

    @Test(arguments: [HTTPMethod.GET, .POST, .DELETE, .HEAD])
    func `serves what no page sends, and adds nothing`(_ method: HTTPMethod) {
        let result = guarded.decision(on: method, ["Host": "localhost:8080"])
        #expect(result.decision == .served && result.headers.isEmpty)
    }

    @Test(arguments: [
        ("box.local:8080", "http://box.local:8080"), ("box.local", "https://box.local"),
        ("[::1]:80", "http://[::1]:80"),
    ])
    func `serves its own pages, and adds nothing`(_ host: String, _ origin: String) {
        let result = guarded.decision(on: .POST, ["Host": host, "Origin": origin])
        #expect(result.decision == .served && result.headers.isEmpty)
    }

    @Test(arguments: [HTTPMethod.GET, .POST, .DELETE, .HEAD])
    func `serves pages of an allowed origin, and tells the browser so`(_ method: HTTPMethod) {
        let result = guarded.decision(on: method, ["Host": "127.0.0.1:8080", "Origin": "http://localhost:3000"])
        #expect(result.decision == .served && result.headers == Self.allowed)
    }

    @Test(
        arguments: [HTTPMethod.GET, .POST, .OPTIONS, .HEAD],
        ["https://example.com", "null", "chrome-extension://a"]
    )
    func `refuses every other origin, whatever it wants, and tells the operator which`(
        _ method: HTTPMethod,
        _ origin: String
    ) {
        let (decision, headers) = open.decision(on: method, ["Host": "localhost:8080", "Origin": origin])
        guard case .refused(let reason) = decision else {
            Issue.record("it was not refused")
            return
        }
        #expect(reason.contains(origin) && reason.contains("--origins") && headers.isEmpty)
        #expect(!open.serves(method, ["Host": "localhost:8080", "Origin": origin]))
    }

    @Test func `answers a preflight of an allowed origin`() throws {
        let (decision, headers) = guarded.decision(
            on: .OPTIONS,
            ["Host": "127.0.0.1:8080", "Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"]
        )
        guard case .permitted(let permissions) = decision else {
            Issue.record("it was not permitted")
            return
        }
        #expect(headers == Self.allowed)
        #expect(
            permissions.first(name: "Access-Control-Allow-Methods") == "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS"
        )
        #expect(permissions.first(name: "Access-Control-Max-Age") == "43200")
        let names = Set(permissions[canonicalForm: "Access-Control-Allow-Headers"].map { $0.lowercased() })
        let stainless = [
            "arch", "async", "custom-poll-interval", "helper-method", "lang", "os", "package-version", "poll-helper",
            "retry-count", "runtime", "runtime-version", "timeout",
        ]
        #expect(names.isSuperset(of: ["authorization", "content-type", "user-agent", "accept", "x-requested-with"]))
        #expect(names.isSuperset(of: ["openai-beta", "x-api-key", "anthropic-version"]))
        #expect(names.isSuperset(of: stainless.map { "x-stainless-\($0)" }))
    }

    @Test func `refuses a foreign name of the server, also for its own pages and for allowed ones`() {
        for origin in ["", "http://rebound.example:8080", "http://localhost"] {
            let (decision, _) = guarded.decision(on: .GET, ["Host": "rebound.example:8080", "Origin": origin])
            guard case .refused(let reason) = decision else {
                Issue.record("'\(origin)' was not refused")
                continue
            }
            #expect(reason.contains("rebound.example"))
        }
    }

    @Test func `lets a server that others can reach have any name`() {
        let headers: HTTPHeaders = ["Host": "models.example.com", "Origin": "https://models.example.com"]
        #expect(open.decision(on: .POST, headers).decision == .served)
    }

    @Test func `answers OPTIONS without an origin for a name, and leaves it to the routes for an address`() {
        #expect(guarded.decision(on: .OPTIONS, ["Host": "localhost:8080"]).decision == .permitted([:]))
        #expect(guarded.decision(on: .OPTIONS, ["Host": "127.0.0.1:8080"]).decision == .served)
        #expect(open.decision(on: .OPTIONS, ["Host": "localhost:8080"]).decision == .served)
    }
}
