import Download
import Schema
import Store
import Translate

extension OllamaRoutes {
    func pull(_ request: Lenient<Ollama.TransferRequest>, _ call: Incoming) throws(ManageProblem) -> ProgressReply {
        let request = request.value
        let name = Self.name(request.model, request.name)
        guard ModelReference(name) != nil || name.contains("://") else { throw ManageProblem(.invalidName()) }
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
