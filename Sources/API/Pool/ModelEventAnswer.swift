import Providers
import Router
package import Schema
import Translate

/// One event, as clients get it.
package struct ModelEventAnswer: Shape {
    package struct Fields {
        package let type = Field<Kind>("type", "What happened; also the name of the server-sent event.")
        package let time = Field<String>("time", "When it happened, as RFC 3339 spells it.")
        package let model = Field<String?>("model", "The model.")
        package let reason = Field<String?>(
            "reason",
            """
            Of `load_started`: `load` or `drop_and_load`, when another model has to leave first. Of `stop`: `evicted`, \
            `idle`, `unload`, `reload` or `shutdown`.
            """
        )
        package let pid = Field<Int?>("pid", "The process that was started.")
        package let loadMilliseconds = Field<Double?>("load_ms", "How long the load took.")
        package let code = Field<String?>("code", "Why the load failed, as errors spell it.")
        package let message = Field<String?>("message", "Why the load failed, or why the process ended.")
        package let exitStatus = Field<String?>("exit_status", "How the process ended.")
        package let id = Field<Int?>("id", "The number of the request.")
        package let status = Field<Int?>("status", "The HTTP status that the client got; 499 when it left.")
        package let durationMilliseconds = Field<Double?>("duration_ms", "How long the request held the model.")
    }
    package static let description = Description(
        "Something that happened.",
        Fields(),
        example: """
            {"type":"start","time":"2026-08-21T09:30:00Z","model":"smollm2","pid":4711,"load_ms":212.5}
            """
    )
    package var members = JSONObject()
    package init() {}

    /// What can happen.
    package enum Kind: String, Choice {
        case loadStarted = "load_started"
        case start
        case loadFailed = "load_failed"
        case requestStarted = "request_started"
        case requestFinished = "request_finished"
        case stop
        case crash
    }
}

extension ModelEventAnswer.Kind {
    fileprivate init(_ kind: ModelEvent.Kind) {
        self =
            switch kind {
            case .loadStarted: .loadStarted
            case .started: .start
            case .loadFailed: .loadFailed
            case .requestStarted: .requestStarted
            case .requestFinished: .requestFinished
            case .stopped: .stop
            case .crashed: .crash
            }
    }
}

extension ModelEventAnswer {
    /// Puts an event into words.
    init(_ event: ModelEvent) {
        self.init()
        self.type = Kind(event.kind)
        let age = event.time.duration(to: .now)
        self.time = "\(WallClock.now.adding(.zero - age))"
        self.model = event.model.name
        switch event.kind {
        case .loadStarted(let reason):
            self.reason = reason.rawValue
        case .started(let processID, let duration):
            self.pid = processID.map { Int($0) }
            self.loadMilliseconds = duration.milliseconds
        case .loadFailed(let failure):
            let problem = Problem(PoolFailure.failedToLoad(event.model, failure))
            self.code = problem.code.rawValue
            self.message = problem.message
        case .requestStarted(let ticket):
            self.id = Int(ticket.number)
        case .requestFinished(let ticket, let status, let duration):
            self.id = Int(ticket.number)
            self.status = status
            self.durationMilliseconds = duration.milliseconds
        case .stopped(let reason):
            self.reason = reason.word
        case .crashed(let failure):
            self.message = "\(failure)"
            self.exitStatus = failure.exitStatus.map { "\($0)" }
        }
    }

    /// Whether it tells of a request and not of the model.
    var isOfRequest: Bool { [Kind.requestStarted, .requestFinished].contains(self.type) }

    /// The event with its framing.
    var frame: [UInt8] { Array("event: \(self.type.rawValue)\ndata: ".utf8) + json.bytes + "\n\n".utf8 }
}

extension StopReason {
    /// The reason as clients get it.
    fileprivate var word: String {
        switch self {
        case .evicted, .drained, .unwanted, .memory: "evicted"
        case .idle: "idle"
        case .unload: "unload"
        case .outdated: "reload"
        case .shutdown: "shutdown"
        }
    }
}

extension ProviderFailure {
    /// How the process ended; `nil` when there was none.
    fileprivate var exitStatus: ExitStatus? {
        if case .exited(let status, _, _) = self { status } else { nil }
    }
}
