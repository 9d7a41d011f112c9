import Schema

/// Folders that hold a model as safetensors, which MLX runs.
enum SafetensorsFolder {
    /// The model of a folder; `nil` when it holds none, or one that only assists another.
    static func model(in folder: FolderWalk.Folder) -> FoundModel? {
        let weights = folder.files.filter { $0.name.hasSuffix(".safetensors") }
        let config = folder.files.first { $0.name == "config.json" }
        let hasIndex = folder.files.contains { $0.name == "model.safetensors.index.json" }
        guard hasIndex || config != nil && !weights.isEmpty, let identity = FileIdentity(of: folder.path) else {
            return nil
        }
        if let config, architecture(in: config.path)?.contains("Assistant") == true { return nil }
        let name = folder.path.split(separator: "/").last.map(String.init) ?? folder.path
        return FoundModel(
            id: name,
            kind: .mlx,
            path: folder.path,
            identity: identity,
            size: weights.reduce(0) { $0 + $1.size },
            stem: name,
            facts: nil
        )
    }

    /// What `config.json` calls the architecture; `nil` when it cannot be read.
    private static func architecture(in path: String) -> String? {
        guard let text = SmallFile.bytes(at: path), let json = try? JSON(parsing: text) else { return nil }
        return json["architectures"]?[0]?.string ?? json["model_type"]?.string
    }
}
