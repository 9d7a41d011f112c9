package import Schema

/// How found models become entries of `models.yaml`.
package struct ImportSettings: Sendable {
    /// What the models are for; `nil` for nothing special.
    package var profile: ImportProfile?
    /// Values for every entry, later ones stronger.
    package var overrides: [ImportOverride] = []
    /// Whether the entries are served as they are written.
    package var isEnabled = false

    /// No profile, no overrides, entries that are not yet served.
    package init() {}

    /// The entry of a model.
    package func entry(of model: FoundModel) -> JSON {
        let quantization = model.quantization
        return [
            "id": .string(model.id),
            "provider": "llama_cpp",
            "description": .string(model.sentence(quantization)),
            "tags": .array(model.tags(quantization).map { .string($0) }),
            "enabled": .bool(isEnabled),
            "config": .object(config(of: model)),
        ]
    }

    /// What follows from the files, then from the model, then from the profile, then what was asked for.
    private func config(of model: FoundModel) -> JSONObject {
        var config = model.paths
        config.merge(model.defaults)
        if let profile { config.merge(profile.values(gibibytes: model.gibibytes)) }
        if model.projector != nil, let limit = config["max_tokens"]?.int {
            config["max_tokens"] = .number(min(limit, 512))
        }
        for override in overrides { config[override.key] = override.value }
        return config
    }
}

extension JSONObject {
    fileprivate mutating func merge(_ other: JSONObject) {
        for member in other.members { self[member.key] = member.value }
    }
}
