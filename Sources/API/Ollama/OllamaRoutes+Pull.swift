import Download
import Router
import Schema
import Store
import Translate

extension OllamaRoutes {
    func pull(_ request: Lenient<Ollama.TransferRequest>, _ call: Incoming) throws(ManageProblem) -> ProgressReply {
        let request = request.value
        let name = Self.name(request.model, request.name)
        guard ModelReference(name) != nil || name.contains("://") else { throw ManageProblem(.invalidName()) }
        try check(call.caller, mayUse: name)
        if let id = try? models.catalog.find(name), models.catalog.origin(of: id) == nil {
            // Programs pull before they ask; this model is there, and one of the same name would be hidden by it.
            return ProgressReply(isStream: request.stream) { (tell) async throws(Problem) in
                tell(Ollama.ProgressAnswer("'\(name)' is an entry of models.yaml, nothing is fetched"))
                tell(Ollama.ProgressAnswer("success"))
            }
        }
        let pull = ModelPull(name, into: library.library.own, insecure: request.insecure)
        return ProgressReply(isStream: request.stream) { [library] (tell) async throws(Problem) in
            do throws(PullFailure) {
                try await pull.run { step in
                    // The model can be asked for when the client hears of the success.
                    if step.status == "success" { library.change { _ in } }
                    if let answer = Ollama.ProgressAnswer(json: step.json) { tell(answer) }
                }
            } catch {
                throw Problem(error)
            }
        }
    }
}

extension Problem {
    /// A model that was not pulled.
    init(_ failure: PullFailure) {
        switch failure.cause {
        case .invalidName: self = .invalidName("\(failure)")
        case .notFound:
            self.init(.modelNotFound, "\(failure)", parameter: "model")
            ollamaText = failure.reason
        case .insecure, .unusable: self.init(.invalidValue, "\(failure)", parameter: "model")
        case .diskFull: self.init(.diskFull, "\(failure)")
        case .disk, .cancelled: self.init(.internalError, "\(failure)")
        case .unauthorized, .refused, .unreachable, .wrongContent: self.init(.downloadFailed, "\(failure)")
        }
    }
}
