import HTTP
import NIOCore
import NIOHTTP1
import Providers
import Router
package import Schema
import Synchronization

/// What probes and people ask of the server itself.
struct ServiceRoutes {
    let models: ModelShelf
    let router: ModelRouter

    /// The table's rows.
    var all: [Route] {
        [
            // Ollama's clients probe for exactly this text.
            .get("/", "Says that the server is there.", id: "greet", as: .service) {
                TextReply(text: "Ollama is running")
            },
            .get(
                "/health",
                "Tells whether the server serves, and which models run.",
                id: "checkHealth",
                as: .service,
                health
            ).also(at: "/v1/health"),
        ]
    }

    /// The row that serves the document, which is made when somebody asks for it first: that takes longer than a start
    /// should.
    static func document(_ make: @escaping @Sendable () -> Document) -> Route {
        let page = LazyDocument(make)
        return .get("/openapi.json", "Gives this document.", id: "getDocument", as: .service) {
            DocumentReply(body: page.body)
        }
    }

    private func health(_ caller: Caller) -> Reply<HealthAnswer, Never> {
        let snapshot = router.snapshot()
        var answer = HealthAnswer()
        answer.status = "ok"
        answer.models = models.catalog.models.count
        answer.maxLoadedModels = snapshot.limits.capacity
        answer.loaded = snapshot.instances.filter { $0.phase == .serving && caller.mayUse($0.model) }
            .map(\.model.name).sorted()
        answer.waiting = snapshot.waiting.reduce(0) { $0 + $1.count }
        return .whole(answer)
    }
}

/// Whether the server serves, and what.
package struct HealthAnswer: Shape {
    package struct Fields {
        package let status = Field<String>("status", "Always `ok`: a server that could not serve would not answer.")
        package let models = Field<Int>("models", "How many models can be asked for.")
        package let maxLoadedModels = Field<Int>("max_loaded_models", "How many models can run at once.")
        package let loaded = Field<[String]>(
            "loaded",
            "The models that run and take requests, as far as the caller may use them."
        )
        package let waiting = Field<Int>("waiting", "How many requests wait for a model.")
    }
    package static let description = Description(
        "The state of the server.",
        Fields(),
        example: #"{"status":"ok","models":2,"max_loaded_models":2,"loaded":["smollm2"],"waiting":0}"#
    )
    package var members = JSONObject()
    package init() {}
}

/// The document's text, made once.
private final class LazyDocument: Sendable {
    private let make: @Sendable () -> Document
    private let made = Mutex<ByteBuffer?>(nil)

    init(_ make: @escaping @Sendable () -> Document) { self.make = make }

    var body: ByteBuffer {
        made.withLock { made in
            let body = made ?? ByteBuffer(bytes: make().json.bytes)
            made = body
            return body
        }
    }
}

private struct DocumentReply: RouteOutput {
    let body: ByteBuffer

    static var answers: [AnswerDescription] {
        [AnswerDescription(mediaType: "application/json", rule: .any, summary: "An OpenAPI 3.1 document.")]
    }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        exchange.respond(.ok, headers: ["Content-Type": "application/json; charset=utf-8"], body: body)
    }
}
