/// A model that a search has found.
package struct FoundModel: Hashable, Sendable {
    /// What kind of files it has.
    package enum Kind: String, Hashable, Sendable {
        /// A GGUF file, or the parts of one.
        case gguf
        /// A folder of safetensors.
        case mlx
    }

    /// The name that it is served by; no other found model has it.
    package var id: String
    /// What kind of files it has.
    package let kind: Kind
    /// The GGUF file, of a split set the first part; for MLX the folder.
    package let path: String
    /// Which file that is, by whatever path it was reached.
    package let identity: FileIdentity
    /// Bytes of all weights, the projector not counted.
    package let size: Int
    /// What its name says: that of the file without its ending and the numbers of a part, or that of the folder.
    package let stem: String
    /// What the front of its header tells; `nil` for MLX, and when the header is broken.
    package let facts: Facts?
    /// The projector that makes it see or hear; `nil` for a model of text alone.
    package var projector: Projector?

    /// What the front of a header tells.
    package struct Facts: Hashable, Sendable {
        /// The architecture, for example `llama`; `nil` when the file does not tell.
        package let architecture: String?
        /// Its size in the words of its makers, for example `135M`; `nil` when the file does not tell.
        package let sizeLabel: String?
        /// How its weights are stored, for example `Q4_K_M`; `nil` when the front does not tell.
        package let fileType: String?
        /// Whether it turns text into vectors instead of continuing it.
        package let isEmbedding: Bool
    }

    /// A file that turns pictures or sound into what a model understands.
    package struct Projector: Hashable, Sendable {
        /// The GGUF file.
        package let path: String
        /// Whether it encodes pictures.
        package let sees: Bool
        /// Whether it encodes sound.
        package let hears: Bool
    }
}

extension FoundModel.Facts {
    init(_ glance: GGUFGlance) {
        architecture = glance.architecture
        sizeLabel = glance.sizeLabel
        fileType = glance.fileType
        isEmbedding = glance.isEmbedding
    }
}

extension FoundModel.Projector {
    /// A projector that says nothing of itself is one for pictures.
    init(path: String, _ glance: GGUFGlance?) {
        self.path = path
        sees = glance?.metadata["clip.has_vision_encoder"]?.bool ?? true
        hears = glance?.metadata["clip.has_audio_encoder"]?.bool ?? false
    }
}
