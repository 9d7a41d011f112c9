import Providers
import Schema
import Store

/// What a search tells people.
struct ImportReport {
    /// The models that entries are written for, by id.
    private(set) var models: [FoundModel] = []
    private let discovery: Discovery
    /// Why models and projectors have no place in an entry.
    private var faults: [String] = []

    /// Takes what a search has found, and reads every header: a download that broke off looks well from the front.
    init(_ discovery: Discovery) {
        self.discovery = discovery
        for var model in discovery.models.sorted(by: { $0.id < $1.id }) where model.kind == .gguf {
            if let obstacle = FileObstacle.toLoading(model.path) {
                faults.append("left out \(model.id): \(obstacle)")
                continue
            }
            if let projector = model.projector, let obstacle = FileObstacle.toLoading(projector.path) {
                faults.append("left out the projector of \(model.id): \(obstacle)")
                model.projector = nil
            }
            models.append(model)
        }
    }

    /// A line for each model and each thing that was passed over.
    var findings: String {
        let folders = discovery.models.filter { $0.kind == .mlx }.map(\.path)
        let lines =
            models.map(Self.line) + faults.map { "warning: \($0)" } + discovery.warnings.map { "warning: \($0)" }
            + Self.passedOver(discovery.drafts, "draft models, which an entry's draft_model_path can name")
            + Self.passedOver(discovery.lonelyProjectors, "projectors that fit no model")
            + Self.passedOver(folders, "folders of safetensors, for Paddock runs GGUF files only")
        return lines.map { $0 + "\n" }.joined()
    }

    private static func line(_ model: FoundModel) -> String {
        let projector = model.projector.map { ", with projector \($0.path)" } ?? ""
        return "found \(model.id): \(model.path), \(ByteSize(model.size))\(projector)"
    }

    private static func passedOver(_ paths: [String], _ what: String) -> [String] {
        paths.isEmpty ? [] : ["left out \(what): \(paths.joined(separator: ", "))"]
    }
}
