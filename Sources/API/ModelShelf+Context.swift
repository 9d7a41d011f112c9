import Router
import Store

extension ModelShelf {
    /// The tokens that one request to a model can fill, its answer included; `nil` when its file cannot be read.
    func contextLength(of model: ModelEntry) -> Int? {
        guard let header = file(of: model)?.header else { return nil }
        return catalog.contextLength(of: model, trainedFor: header.contextLength, isEmbedding: isEmbedding(model))
    }
}
