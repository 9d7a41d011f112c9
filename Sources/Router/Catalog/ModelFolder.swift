package import Schema
package import Store

/// A folder whose models are served without an entry of their own.
package enum ModelFolder: Hashable, Sendable {
    /// A folder and all below it; once `models.yaml` has been read as a catalog, its absolute path.
    case folder(String)
    /// The cache of Hugging Face's tools.
    case huggingFaceCache
    /// The models of an Ollama beside us.
    case ollama
}

extension ModelFolder: FieldValue {
    /// What JSON Schema calls a text that is such a folder.
    static let format = "model-folder"
    /// Texts that are no paths.
    static let words: [String: ModelFolder] = ["hf-cache": .huggingFaceCache, "ollama": .ollama]

    package static var rule: Rule {
        var rule = TextRule()
        rule.isFilled = true
        rule.format = format
        return .text(rule)
    }

    package init?(json: JSON) {
        guard let text = json.string else { return nil }
        self = Self.words[text] ?? .folder(text)
    }

    package var json: JSON {
        switch self {
        case .folder(let path): .string(path)
        case .huggingFaceCache: "hf-cache"
        case .ollama: "ollama"
        }
    }
}

/// Models that are served without an entry of `models.yaml`.
package struct UnlistedModels: Sendable {
    /// Those that `pull` and `create` have made, and those of an Ollama beside us.
    package let library: [LibraryModel]
    /// Those that lie in folders.
    package let found: [FoundModel]

    /// No models.
    package static let none = UnlistedModels(library: [], found: [])

    /// Models that have been looked up.
    package init(library: [LibraryModel], found: [FoundModel]) {
        self.library = library
        self.found = found
    }

    /// Looks up what lies in folders; it reads files, so an event loop should not wait for it.
    ///
    /// - Parameters:
    ///   - library: The models that `pull` and `create` have made, and those of an Ollama beside us.
    ///   - configuration: Says which folders to search.
    ///   - environment: The value of a variable; `nil` when it is not set.
    package init(
        library: [LibraryModel],
        for configuration: Configuration,
        environment: (String) -> String? = Catalog.variable
    ) {
        let places: [Discovery.Place] = configuration.modelFolders.compactMap { folder in
            switch folder {
            case .folder(let path): .folder(path)
            case .huggingFaceCache: .huggingFaceCache(HuggingFaceCache.path(environment))
            case .ollama: nil
            }
        }
        self.init(library: library, found: places.isEmpty ? [] : Discovery(of: places).models)
    }
}
