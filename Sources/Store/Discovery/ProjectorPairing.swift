/// Which projector belongs to which model.
struct ProjectorPairing {
    private let projectors: [String: [FoundModel.Projector]]
    /// How many GGUF models each folder holds.
    private let modelCounts: [String: Int]

    /// Takes what a scan has found.
    init(_ scan: FolderScan) {
        projectors = scan.projectors
        modelCounts = scan.models.reduce(into: [:]) { counts, model in
            if model.kind == .gguf { counts[model.path.folder, default: 0] += 1 }
        }
    }

    /// The projector of a model; `nil` when none fits.
    func projector(for model: FoundModel) -> FoundModel.Projector? {
        guard model.kind == .gguf else { return nil }
        let folder = model.path.folder
        let name = model.stem.lowercased()
        let candidates = projectors[folder] ?? Self.parent(ofLabel: folder, in: name).flatMap { projectors[$0] } ?? []
        let fitting = candidates.map { ($0, Name($0.path)) }.filter { $1.rest.isEmpty || name.contains($1.rest) }
        if let best = fitting.min(by: { $0.1 < $1.1 }) { return best.0 }
        return candidates.count == 1 && modelCounts[folder] == 1 ? candidates[0] : nil
    }

    /// The folder above one that only labels a quantization of a model; `nil` for every other folder.
    private static func parent(ofLabel folder: String, in name: String) -> String? {
        let label = folder.split(separator: "/").last.map { $0.lowercased() } ?? ""
        return !label.isEmpty && label != name && name.contains(label) ? folder.folder : nil
    }

    /// A projector's name, ordered by how much it is wanted.
    private struct Name: Comparable {
        /// What is left without `mmproj`, the precision and the ending: the model that it is for, if it says so.
        let rest: String
        private let rank: Int
        private let file: String

        init(_ path: String) {
            file = path.split(separator: "/").last.map(String.init) ?? path
            let stem = String(file.dropLast(".gguf".count))
            let label = QuantizationLabel(in: stem)
            rank = label.flatMap { Self.precisions.firstIndex(of: $0.text) } ?? Self.precisions.count
            let words = (label?.rest ?? stem.lowercased()).split(separator: "mmproj", omittingEmptySubsequences: false)
            rest = words.map(\.trimmingSeparators).filter { !$0.isEmpty }.joined(separator: "-")
        }

        private static let precisions = ["F16", "BF16", "F32", "Q8_0"]

        static func < (one: Name, other: Name) -> Bool { (one.rank, one.file) < (other.rank, other.file) }
    }
}

extension String {
    /// The path of the folder in which it lies.
    var folder: String {
        guard let end = lastIndex(of: "/") else { return "." }
        return end == startIndex ? "/" : String(self[..<end])
    }
}
