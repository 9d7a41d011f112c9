import Store

/// The files of a repository that make one model.
struct ModelChoice: Hashable, Sendable {
    /// The parts of the model, in order; mostly one.
    let parts: [RepositoryFile]
    /// What lets it see or hear; `nil` for a model of text alone.
    let projector: RepositoryFile?

    /// What is taken when nobody wishes for anything, the first that is there.
    ///
    /// Source: Hugging Face, "Use Ollama with any GGUF model on Hugging Face Hub": Q4_K_M is the default.
    private static let usual = [
        "Q4_K_M", "Q4_K_S", "Q4_K_L", "Q4_K_XL", "Q4_0", "Q4_1", "IQ4_XS", "IQ4_NL", "MXFP4", "Q5_K_M", "Q5_K_S",
        "Q5_0", "Q5_1",
        "Q6_K", "Q8_0", "Q3_K_M", "Q3_K_L", "Q3_K_S", "IQ3_M", "Q2_K", "BF16", "F16", "FP16", "F32",
    ]

    /// Projectors are small, and lose much when they are quantised.
    private static let usualProjectors = ["F16", "FP16", "BF16", "Q8_0", "F32"]

    /// Chooses; `nil` when nothing fits.
    ///
    /// - Parameters:
    ///   - files: All files of the repository.
    ///   - wish: A quantisation, or a file's name; `nil` for the usual.
    init?(from files: [RepositoryFile], wish: String?) {
        let models = Self.models(in: files)
        let chosen =
            if let wish {
                models.first { $0[0].name.lowercased() == wish.lowercased() } ?? models.first { $0[0].names(wish) }
            } else {
                Self.usual.lazy.compactMap { word in models.first { $0[0].names(word) } }.first ?? models.first
            }
        guard let chosen else { return nil }
        parts = chosen
        let projectors = files.filter(\.isProjector).sorted { $0.path < $1.path }
        // One beside the model is its own; one at the root belongs to all.
        let near = projectors.filter { $0.folder == chosen[0].folder }
        let candidates = near.isEmpty ? projectors.filter(\.folder.isEmpty) : near
        projector =
            Self.usualProjectors.lazy.compactMap { word in candidates.first { $0.names(word) } }.first
            ?? candidates.first
    }

    /// Every model of a repository with all its parts; the one with the shortest path first.
    static func models(in files: [RepositoryFile]) -> [[RepositoryFile]] {
        let candidates = files.filter { $0.isGGUF && !$0.isProjector && !$0.isImportanceMatrix }
        let byPath = Dictionary(candidates.map { ($0.path, $0) }) { first, _ in first }
        return candidates.compactMap { file -> [RepositoryFile]? in
            guard let split = SplitName(path: file.path), split.total > 1 else { return [file] }
            guard split.number == 1 else { return nil }
            let parts = split.paths.compactMap { byPath[$0] }
            return parts.count == split.total ? parts : nil
        }
        .sorted { ($0[0].path.utf8.count, $0[0].path) < ($1[0].path.utf8.count, $1[0].path) }
    }
}

extension RepositoryFile {
    /// Whether a word stands in the path, not as a part of another word: `Q4_K` does not stand in `tiny-Q4_K_M.gguf`.
    func names(_ word: String) -> Bool {
        let text = Array(path.lowercased().utf8)
        let word = Array(word.lowercased().utf8)
        guard !word.isEmpty, text.count >= word.count else { return false }
        return (0...text.count - word.count).contains { start in
            let end = start + word.count
            return text[start..<end].elementsEqual(word) && (start == 0 || Self.separators.contains(text[start - 1]))
                && (end == text.count || Self.separators.contains(text[end]))
        }
    }

    private static let separators = Set("-./".utf8)
}
