import Providers
import Router
import Schema
import Translate

extension Problem {
    /// A body that is not JSON.
    init(_ error: JSONError) {
        self.init(.invalidJSON, "The body is not JSON: \(error).")
        ollamaText = error.isCutShort ? "unexpected EOF" : nil
    }

    /// A body that breaks the rules of its shape.
    init(_ violations: [Violation]) {
        let isMissing = violations.allSatisfy { $0.text == "is required" }
        let sentence = violations.map(\.inBody).joined(separator: "; ")
        self.init(isMissing ? .missingField : .invalidValue, sentence, parameter: violations.first?.place)
        ollamaText = violations.map { $0.sentence ?? $0.inBody }.joined(separator: "; ")
    }

    /// A name that no model has.
    static func unknownModel(_ name: String, known: [ModelID]) -> Problem {
        let names = known.prefix(20).map(\.name).joined(separator: ", ")
        let rest = known.count > 20 ? " and \(known.count - 20) more" : ""
        var problem = Problem(
            .modelNotFound,
            "No model is named '\(name)'. " + (known.isEmpty ? "models.yaml has none." : "Known: \(names)\(rest)."),
            parameter: "model"
        )
        problem.ollamaText = "model '\(name)' not found"
        return problem
    }

    /// Something that a model of this name cannot do, in the words of Ollama.
    static func unsupported(_ feature: String, by name: String) -> Problem {
        var problem = Problem(.unsupportedCapability, "Model '\(name)' does not support \(feature).")
        problem.ollamaText = "\"\(name)\" does not support \(feature)"
        return problem
    }

    /// A request without a model, where nothing says which one is meant.
    static var noModel: Problem {
        var problem = Problem(
            .modelNotSpecified,
            "The request names no model, and models.yaml has no default_model.",
            parameter: "model"
        )
        problem.ollamaText = "model is required"
        return problem
    }

    /// A model that the pool could not lend.
    init(_ failure: PoolFailure) {
        switch failure {
        case .queueFull(let limit, let retryAfter):
            self.init(
                .modelOverloaded,
                "\(limit) requests wait already, and no more are taken.",
                retryAfter: retryAfter.wholeSeconds
            )
            ollamaText = "server busy, please try again.  maximum pending requests exceeded"
        case .timedOut(let model, let waited, let retryAfter):
            self.init(
                .modelOverloaded,
                "Model '\(model)' did not become free in \(waited.wholeSeconds) s.",
                retryAfter: retryAfter.wholeSeconds
            )
        case .allPinned(let models):
            self.init(
                .allModelsPinned,
                "Pinned models (\(models.map(\.name).joined(separator: ", "))) leave no room. "
                    + "Raise max_loaded_models or memory_budget, or unpin one of them."
            )
        case .tooLarge(let model, let need, let budget):
            self.init(
                .modelTooLarge,
                "Model '\(model)' needs about \(ByteSize(need)), and memory_budget is \(ByteSize(budget)) for all models "
                    + "together. A smaller n_ctx or a quantized cache needs less; memory_budget in models.yaml sets "
                    + "the limit."
            )
        case .failing(let model, let failure, let failures, let retryAfter):
            self.init(
                .modelFailing,
                "Model '\(model)' failed \(failures) times in a row and is tried again in "
                    + "\(retryAfter.wholeSeconds) s. The last time: \(failure)",
                retryAfter: retryAfter.wholeSeconds
            )
        case .removed(let model):
            self.init(.modelNotFound, "Model '\(model)' was removed from models.yaml.", parameter: "model")
            ollamaText = "model '\(model)' not found"
        case .failedToLoad(let model, let failure): self.init(failure, loading: model)
        case .shuttingDown: self.init(.shuttingDown, "The server is shutting down.", retryAfter: 5)
        }
    }

    /// A model that did not start.
    private init(_ failure: ProviderFailure, loading model: ModelID) {
        let code: Code =
            switch failure {
            case .executableNotFound, .executableUnusable: .executableNotFound
            case .fileNotFound: .modelFileNotFound
            case .invalidArguments: .invalidServerArgs
            case .exited, .notSpawned, .unresponsive, .stalled, .spoiled, .fileUnusable:
                .modelLoadFailed
            case .timedOut: .modelLoadTimeout
            }
        self.init(code, "Model '\(model)' cannot be loaded: \(failure)")
    }

    /// What the child said instead of an answer.
    init(_ refusal: AnswerFault.Refusal) {
        let code: Code =
            switch refusal.type {
            case "exceed_context_size_error": .contextLengthExceeded
            case "not_supported_error": .unsupportedCapability
            default: refusal.status < 500 ? .childRefused : .childFailed
            }
        let parameter = refusal.parameter ?? (code == .unsupportedCapability ? "model" : nil)
        self.init(code, refusal.message, parameter: parameter)
        if code == .contextLengthExceeded, let tokens = refusal.tokens {
            ollamaText =
                "the prompt has \(tokens.needed) tokens, which is longer than the context length of \(tokens.limit) that "
                + "the model runs with; n_ctx in models.yaml, or PARAMETER num_ctx of a Modelfile, sets it"
        }
        // What has a code of its own has its status and OpenAI's type as well.
        guard code == .childRefused || code == .childFailed else { return }
        childStatus = refusal.status
        childType = refusal.type
    }

    /// What the child said instead of an answer, or that it said nothing more.
    init(_ fault: AnswerFault, from model: ModelID) {
        switch fault {
        case .refused(let refusal): self.init(refusal)
        case .connectionLost: self.init(brokenOff: model, nil)
        }
    }

    /// A child that ended in the middle of its answer; `cause` is what is known of its end.
    init(brokenOff model: ModelID, _ cause: ProviderFailure?) {
        let reason = cause.map { ": \($0)" } ?? "."
        self.init(.childFailed, "Model '\(model)' stopped before its answer was complete\(reason)")
        ollamaText =
            "an error was encountered while running the model: it stopped before its answer was complete"
            + (cause.map { ": \($0)" } ?? "")
    }
}

extension Duration {
    /// Whole seconds, rounded up.
    var wholeSeconds: Int {
        Int(components.seconds) + (components.attoseconds > 0 ? 1 : 0)
    }
}

extension Violation {
    /// What is wrong with which part of a body.
    fileprivate var inBody: String { place.isEmpty ? "The body \(text)." : description }
}
