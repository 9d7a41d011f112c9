import Providers
import Router
import Schema
import Store
import Translate

/// What a request is told that names no model, or one that is not there; Ollama's routes differ.
enum OllamaNaming {
    case chat
    case generate
    case embed
    case embeddings
    case show
    case copy

    /// Source: Ollama 0.33, `server/routes.go`.
    func unknown(_ name: String) -> String {
        switch self {
        case .chat, .generate: "model '\(name)' not found"
        case .embed, .embeddings: "model \"\(name)\" not found, try pulling it first"
        case .show: "model '\(ModelReference(name)?.displayed ?? name)' not found"
        case .copy: "model \"\(name)\" not found"
        }
    }

    /// Whether a request without a model is answered as one with a bad name, and not as one for nobody.
    var requiresModel: Bool {
        switch self {
        case .chat, .embeddings, .show: true
        case .generate, .embed, .copy: false
        }
    }
}

extension OllamaRoutes {
    /// The model that a request means.
    ///
    /// - Throws: ``ModelProblem`` in the words of a route, or for a caller who may not use it.
    func find(
        _ name: String?,
        as naming: OllamaNaming,
        for caller: Caller
    ) throws(ModelProblem) -> Router.ModelEntry {
        let name = Self.trimmed(name ?? "")
        guard !Self.isLocalAndHosted(name) else { throw ModelProblem(.localAndHosted(name)) }
        do throws(ModelProblem) { return try models.find(Self.withoutLocal(name), for: caller) } catch {
            guard error.problem.code != .permissionDenied else { throw error }
            // A name may be spelled with all of its parts.
            if let whole = ModelReference(Self.withoutLocal(name))?.displayed, (try? models.catalog.find(whole)) != nil
            {
                return try models.find(whole, for: caller)
            }
            var problem = error.problem
            if problem.code == .modelNotSpecified {
                guard !naming.requiresModel else { throw error }
                problem = .unknownModel("", known: [])
            } else if Self.isHosted(name) {
                throw ModelProblem(.hostedModel(isShown: naming == .show))
            } else if ModelReference(Self.withoutLocal(name)) == nil {
                throw ModelProblem(.invalidName(problem.message))
            }
            problem.ollamaText = naming.unknown(name)
            throw ModelProblem(problem)
        }
    }

    /// Refuses who may not use a model of this name, whether there is one or not.
    func check(_ caller: Caller, mayUse name: String) throws(ManageProblem) {
        let model = ModelID(ModelReference(name)?.displayed ?? name)
        do throws(Problem) { try caller.check(model) } catch { throw ManageProblem(error) }
    }

    /// The name that a request gives in one of two fields.
    static func name(_ model: String?, _ name: String?) -> String {
        let model = trimmed(model ?? "")
        return model.isEmpty ? trimmed(name ?? "") : model
    }

    private static func trimmed(_ name: String) -> String {
        var name = Substring(name).drop(while: \.isWhitespace)
        while name.last?.isWhitespace == true { name.removeLast() }
        return String(name)
    }

    private static func withoutLocal(_ name: String) -> String {
        name.hasSuffix(":local") ? String(name.dropLast(":local".count)) : name
    }

    /// Whether a name's tag says where a model runs, and not which one it is.
    static func isSpecial(_ reference: ModelReference) -> Bool {
        let tag = reference.tag.lowercased()
        return tag == "local" || tag == "cloud" || tag.hasSuffix("-cloud")
    }

    /// Whether a name says both that its model runs here, and that it runs elsewhere.
    private static func isLocalAndHosted(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix(":local") && isHosted(String(name.dropLast(":local".count)))
            || name.hasSuffix(":cloud") && name.dropLast(":cloud".count).hasSuffix(":local")
    }

    /// Whether a name asks for a model that Ollama's makers host.
    private static func isHosted(_ name: String) -> Bool {
        name.hasSuffix(":cloud") || (name.split(separator: "/").last?.contains(":") == true && name.hasSuffix("-cloud"))
    }
}

extension Problem {
    /// A name that no model can have.
    ///
    /// Source: Ollama, `types/errtypes`: its command line goes on with a chat that was to be saved under such a name.
    static func invalidName(_ reason: String? = nil) -> Problem {
        let form = "A model's name is [host/][namespace/]model[:tag]."
        var problem = Problem(.invalidValue, reason ?? form, parameter: "model")
        problem.ollamaText = "invalid model name" + (reason.map { ": \($0)" } ?? "")
        return problem
    }

    /// In the words of Ollama 0.33.
    static func localAndHosted(_ name: String) -> Problem {
        Problem(.invalidValue, "use either :local or :cloud, not both: \"\(name)\"", parameter: "model")
    }

    static func hostedModel(isShown: Bool) -> Problem {
        let what = isShown ? "remote model details are unavailable" : "remote model is unavailable"
        return Problem(.forbidden, "ollama cloud is disabled: \(what)", parameter: "model")
    }
}
