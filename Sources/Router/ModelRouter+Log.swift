import Logging
import Providers

extension StartReason {
    /// What the log tells of a model that is started for this reason.
    func facts(of model: ModelID) -> Logger.Metadata {
        switch self {
        case .freeSlot: ["model": "\(model)", "reason": "free slot"]
        case .replacing(let former): ["model": "\(model)", "reason": "replacing", "replaced": "\(former)"]
        }
    }
}

extension StopReason {
    /// The model that gets the room; `nil` when none does.
    var beneficiary: ModelID? {
        switch self {
        case .evicted(let model, _), .drained(let model), .unwanted(let model): model
        case .memory, .idle, .unload, .outdated, .shutdown: nil
        }
    }

    /// What the log tells of a model that is stopped for this reason.
    func facts(of model: ModelID) -> Logger.Metadata {
        var facts: Logger.Metadata = ["model": "\(model)", "reason": "\(word)"]
        facts["for"] = beneficiary.map { "\($0)" }
        if case .evicted(_, let idle) = self { facts["idle_ms"] = .milliseconds(idle) }
        return facts
    }

    private var word: String {
        switch self {
        case .evicted: "evicted"
        case .drained: "drained"
        case .unwanted: "unwanted"
        case .memory: "memory"
        case .idle: "idle"
        case .unload: "unload"
        case .outdated: "outdated"
        case .shutdown: "shutdown"
        }
    }
}
