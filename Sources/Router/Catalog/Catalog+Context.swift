import Providers

extension Catalog {
    /// The tokens that one request to a model can fill, its answer included; `nil` when nothing tells.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - trained: The length that it was trained for, in tokens; `nil` when its file does not tell.
    ///   - isEmbedding: Whether it turns text into vectors.
    /// - Returns: What its entry, the arguments and the file say together.
    package func contextLength(of model: ModelEntry, trainedFor trained: Int?, isEmbedding: Bool) -> Int? {
        var settings = settings(of: model)
        settings.trainedContextSize = trained
        settings.isEmbedding = isEmbedding
        return settings.contextOfRequest
    }
}
