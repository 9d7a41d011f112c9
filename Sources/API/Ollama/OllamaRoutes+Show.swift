import Providers
import Router
import Schema
import Store
import Translate

extension OllamaRoutes {
    func show(
        _ request: Lenient<Ollama.ShowRequest>,
        _ call: Incoming
    ) throws(LookUpProblem) -> FileReply<Ollama.ShowAnswer> {
        let request = request.value
        let name = Self.name(request.model, request.name)
        guard !name.isEmpty else { throw LookUpProblem(problem: .modelRequired) }
        let model: Router.ModelEntry
        do throws(ModelProblem) { model = try find(name, as: .show, for: call.caller) } catch {
            throw LookUpProblem(problem: error.problem)
        }
        return FileReply { describe(model, request) }
    }

    private func describe(_ model: Router.ModelEntry, _ request: Ollama.ShowRequest) -> Ollama.ShowAnswer {
        let file = models.file(of: model)
        let origin = models.catalog.origin(of: model.id)
        let name = Self.name(request.model, request.name)
        let modelfile = Modelfile(of: model, file, origin, shownWith: request)
        var answer = Ollama.ShowAnswer()
        let licenses = modelfile.licenses.joined(separator: "\n")
        answer.license = licenses.isEmpty ? nil : licenses
        answer.modelfile = modelfile.text
        answer.parameters = modelfile.parameters.isEmpty ? nil : modelfile.parameterLines
        answer.template = modelfile.template
        answer.system = modelfile.system.isEmpty ? nil : modelfile.system
        answer.details = Ollama.ModelDetails(of: file, origin, withLengths: true)
        answer.messages = modelfile.messages.isEmpty ? nil : .array(modelfile.messages)
        answer.modelInfo = .object(
            file.map { Self.information(of: $0, named: name, isVerbose: request.verbose) } ?? [:]
        )
        answer.projectorInfo = file?.projector.map { .object(Self.information(of: $0, isVerbose: false)) }
        answer.capabilities = models.capabilities(of: model)?.map(\.rawValue) ?? []
        answer.modifiedAt =
            "\(Timestamp(seconds: 0, nanoseconds: 0).adding(origin?.modified ?? file?.modified ?? .zero))"
        return answer
    }

    private static func information(of file: ModelFile, named name: String, isVerbose: Bool) -> JSONObject {
        let whole = isVerbose ? try? GGUFHeader(path: file.path, keepsLists: true) : nil
        var information = information(of: whole ?? file.header, isVerbose: isVerbose)
        information["general.parameter_count"] = .number(file.parameterCount)
        // An editor shows this as the model's name.
        if information["general.basename"] == nil { information["general.basename"] = .string(name) }
        return information
    }

    /// A file's header, in order of keys; what is long or shown elsewhere is left out.
    private static func information(of header: GGUFHeader, isVerbose: Bool) -> JSONObject {
        var information = JSONObject()
        for (key, value) in header.metadata.sorted(by: { $0.key < $1.key }) {
            guard !["general.name", "tokenizer.chat_template"].contains(key) else { continue }
            information[key] = isVerbose || !vocabularyKeys.contains(key) ? value.json : .null
        }
        return information
    }
}

/// What nobody wants to see who has not asked for it, however short it is.
private let vocabularyKeys: Set<String> = [
    "tokenizer.ggml.tokens", "tokenizer.ggml.merges", "tokenizer.ggml.scores", "tokenizer.ggml.token_type",
]

extension GGUFValue {
    /// The value as JSON; what was too long to keep is `null`.
    fileprivate var json: JSON {
        switch self {
        case .integer(let value): .number(value)
        case .unsigned(let value): .number(value)
        case .float(let value): .number(value)
        case .bool(let value): .bool(value)
        case .text(let value): .string(value)
        case .list(let values): .array(values.map(\.json))
        case .omitted: .null
        }
    }
}
