package import Schema

/// What a new model is to be made of.
package struct ModelRecipe: Sendable {
    /// Where its files come from.
    package enum Base: Sendable {
        /// Another model of the library, with its wishes.
        case model(LibraryModel)
        /// A GGUF file where it lies, and its projector.
        case file(path: String, projectorPath: String?)
        /// Files that were sent before.
        case blobs([Digest])
    }

    /// Where its files come from.
    package var base: Base
    /// LoRA files that were sent before, instead of the base's; `nil` keeps those.
    package var adapters: [Digest]?
    /// Its template instead of the base's; `nil` keeps that.
    package var template: String?
    /// Its instructions instead of the base's; `nil` keeps those.
    package var system: String?
    /// Options that are set beside the base's, or instead of them.
    package var parameters: JSONObject = [:]
    /// What stands before every conversation instead of the base's; `nil` keeps that.
    package var messages: [JSON]?
    /// The texts of its licences instead of the base's; `nil` keeps those.
    package var licenses: [String]?
    /// The name that the base was asked for by; `nil` when there was none.
    package var parent: String?

    /// Makes a model of something, as it is.
    package init(_ base: Base) {
        self.base = base
    }
}

/// Why a model was not made.
package enum CreateFault: Error, Hashable, Sendable {
    /// A file that was to be sent before is not there.
    case blobMissing(Digest)
    /// A file is no model that can be loaded.
    case notGGUF(reason: String)
    /// The parts of a split model were sent one by one.
    case splitFiles
    /// A file that was given as an adapter is none.
    case noAdapter(Digest)
    /// None of the files is a model.
    case noModel
    /// The disk refused.
    case file(FileFault)
}

extension CreateFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .blobMissing(let digest): "the file \(digest) has not been sent; send it to /api/blobs/\(digest) first"
        case .notGGUF(let reason): "supplied file was not in GGUF format: \(reason)"
        case .splitFiles:
            "the parts of a split model cannot be sent one by one; merge them with llama-gguf-split --merge, or serve the "
                + "first part where it lies by an entry of models.yaml"
        case .noAdapter(let digest): "the file \(digest) is no adapter: its header says that it is something else"
        case .noModel: "unknown type: none of the files is a model"
        case .file(let fault) where fault.isFull: "no space is left on the disk: \(fault)"
        case .file(let fault): "the model could not be written: \(fault)"
        }
    }
}
