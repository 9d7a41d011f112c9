import Providers
import Router
import Schema
import Store
import Translate

/// What a request wants of a model.
enum Ability: CaseIterable {
    /// To write text.
    case text
    /// To turn texts into vectors.
    case vectors
    /// To put documents in order.
    case ranks
    /// To listen.
    case audio
}

extension ModelShelf {
    /// Refuses what a model cannot do, before it is loaded for nothing.
    ///
    /// Where the file cannot be read, or the operator has asked llama-server for it by name, the child decides.
    func check(_ ability: Ability, of model: ModelEntry) throws(ModelProblem) {
        let traits = traits(of: model)
        guard !traits.asked.contains(ability), let file = file(of: traits) else { return }
        let name = model.id.name
        let sentence: String? =
            switch ability {
            case .text where file.header.isReranking:
                "Model '\(name)' writes no text: it puts documents in order (POST /v1/rerank)."
            case .text where traits.isEmbedding == nil && file.header.isEmbedding:
                "Model '\(name)' writes no text: it turns texts into vectors (POST /v1/embeddings)."
            case .vectors where file.header.isReranking:
                "Model '\(name)' makes no vectors: it puts documents in order (POST /v1/rerank)."
            case .vectors where !(traits.isEmbedding ?? file.header.isEmbedding):
                "Model '\(name)' makes no vectors. A model made for embeddings does, and one whose entry in models.yaml "
                    + "has `embedding: true`."
            case .ranks where !file.header.isReranking:
                "Model '\(name)' puts no documents in order: its file is not that of a reranker."
            case .audio where !file.capabilities.contains(.audio):
                "Model '\(name)' does not listen: it has no projector for sounds."
            case .text, .vectors, .ranks, .audio: nil
            }
        if let sentence { throw ModelProblem(Problem(.unsupportedCapability, sentence, parameter: "model")) }
    }

    /// Refuses a demand for a call of a function that a model cannot know of, as its template leaves functions out.
    func check(_ use: OpenAI.ToolUse, of model: ModelEntry) throws(ModelProblem) {
        guard use.isForced, let capabilities = fileCapabilities(of: model), !capabilities.contains(.tools) else {
            return
        }
        let sentence = "Model '\(model.id.name)' cannot be made to call a function: its template knows none."
        throw ModelProblem(Problem(.unsupportedCapability, sentence, parameter: "tool_choice"))
    }
}

extension Ability {
    /// What arguments ask llama-server for by name, whatever the file tells.
    static func asked(by arguments: [String]) -> Set<Ability> {
        let words = Set(arguments.flatMap { $0.split { $0 == " " || $0 == "=" }.map(String.init) })
        return Set(allCases.filter { !words.isDisjoint(with: $0.flags) })
    }

    private var flags: [String] {
        switch self {
        case .text, .vectors: ["--embedding", "--embeddings", "--pooling"]
        case .ranks: ["--rerank", "--reranking", "--pooling"]
        case .audio: ["--mmproj", "-mm", "--mmproj-url", "-mmu"]
        }
    }
}
