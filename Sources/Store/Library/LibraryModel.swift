package import Schema

/// A model of a library: its manifest, and where its files lie.
package struct LibraryModel: Hashable, Sendable {
    /// Its name, spelled as it was made.
    package let reference: ModelReference
    /// What it is made of.
    package let manifest: Manifest
    /// The SHA-256 of its manifest's bytes: another one whenever anything of the model changes.
    package let digest: Digest
    /// When its manifest was written, since 1970.
    package let modified: Duration
    /// The GGUF file, or where it should lie; `nil` when the manifest names none.
    package let modelPath: String?
    /// The projector of a model that sees, or where it should lie; `nil` for others.
    package let projectorPath: String?
    /// LoRA files, or where they should lie.
    package let adapterPaths: [String]
    /// What its maker wishes.
    package var wishes: ModelWishes
    /// The file that describes the others: family, size, quantisation, base model.
    package let config: JSON

    /// Whether its template was written for it by whoever made it here, and is to be used instead of that of its file.
    package var hasOwnTemplate: Bool { config[Self.ownTemplateKey]?.bool ?? false }

    static let ownTemplateKey = "own_template"

    /// Reads a model.
    ///
    /// - Parameters:
    ///   - reference: Its name.
    ///   - bytes: Its manifest.
    ///   - modified: When that was written, since 1970.
    ///   - path: Where a file lies, or should.
    ///   - whole: Where the first of several parts of a file lies beside the others; `nil` when it is nowhere.
    /// - Throws: ``ManifestFault``.
    init(
        _ reference: ModelReference,
        bytes: [UInt8],
        modified: Duration,
        finding path: (Digest) -> String,
        joining whole: ([Digest]) -> String?
    ) throws(ManifestFault) {
        let manifest = try Manifest(parsing: bytes)
        var hash = SHA256()
        hash.update(bytes)
        self.reference = reference
        self.manifest = manifest
        self.modified = modified
        digest = Digest(hash)
        let parts = manifest.layers.filter { $0.kind == .model }.map(\.digest)
        modelPath = (parts.count > 1 ? whole(parts) : nil) ?? parts.first.map(path)
        projectorPath = manifest.layer(.projector).map { path($0.digest) }
        adapterPaths = manifest.layers.filter { $0.kind == .adapter }.map { path($0.digest) }
        wishes = ModelWishes(of: manifest) { layer in SmallFile.bytes(at: path(layer.digest)) }
        let config = SmallFile.bytes(at: path(manifest.config.digest))
        self.config = config.flatMap { try? JSON(parsing: $0) } ?? [:]
    }
}

/// What a model's maker wishes beyond its files.
package struct ModelWishes: Hashable, Sendable {
    /// The template as its maker wrote it; `nil`: the one of the file.
    package var template: String?
    /// Instructions for conversations that bring none.
    package var system: String?
    /// Options for requests that do not set them.
    package var parameters: JSONObject
    /// What stands before every conversation, as Ollama's messages.
    package var messages: [JSON]
    /// The texts of its licences.
    package var licenses: [String]

    /// No wishes but these.
    package init(
        template: String? = nil,
        system: String? = nil,
        parameters: JSONObject = [:],
        messages: [JSON] = [],
        licenses: [String] = []
    ) {
        self.template = template
        self.system = system
        self.parameters = parameters
        self.messages = messages
        self.licenses = licenses
    }

    fileprivate init(of manifest: Manifest, reading read: (Manifest.Layer) -> [UInt8]?) {
        func texts(_ kinds: Manifest.Kind...) -> [String] {
            manifest.layers.filter { layer in layer.kind.map(kinds.contains) ?? false }.compactMap(read)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        self.init(
            template: texts(.template, .prompt).last,
            system: texts(.system).last,
            parameters: texts(.parameters).last.flatMap { try? JSON(parsing: $0) }?.object ?? [:],
            messages: texts(.messages).last.flatMap { try? JSON(parsing: $0) }?.array ?? [],
            licenses: texts(.license)
        )
    }
}
