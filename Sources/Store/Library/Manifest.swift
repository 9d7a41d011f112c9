package import Schema

/// What a model is made of: the file that a registry hands out first, and a library keeps for every name.
///
/// Source: Docker image manifest, version 2, schema 2, with the media types of Ollama.
package struct Manifest: Hashable, Sendable {
    /// One file of a model.
    package struct Layer: Hashable, Sendable {
        /// What the file is.
        package let mediaType: String
        /// Its content.
        package let digest: Digest
        /// Its bytes.
        package let size: Int
        /// The model that it was taken over from; `nil` for most.
        package var from: String?

        /// Describes a file.
        package init(_ kind: Kind, _ digest: Digest, size: Int, from: String? = nil) {
            self.init(mediaType: kind.rawValue, digest, size: size, from: from)
        }

        /// Describes a file of a kind that may be unknown here.
        package init(mediaType: String, _ digest: Digest, size: Int, from: String? = nil) {
            (self.mediaType, self.digest, self.size, self.from) = (mediaType, digest, size, from)
        }

        /// What the file is; `nil` for a kind that is unknown here.
        package var kind: Kind? { Kind(rawValue: mediaType) }
    }

    /// What a file of a model is.
    package enum Kind: String, Hashable, Sendable {
        case config = "application/vnd.docker.container.image.v1+json"
        case model = "application/vnd.ollama.image.model"
        case projector = "application/vnd.ollama.image.projector"
        case adapter = "application/vnd.ollama.image.adapter"
        case template = "application/vnd.ollama.image.template"
        case prompt = "application/vnd.ollama.image.prompt"
        case system = "application/vnd.ollama.image.system"
        case parameters = "application/vnd.ollama.image.params"
        case messages = "application/vnd.ollama.image.messages"
        case license = "application/vnd.ollama.image.license"
    }

    /// The file that describes the others.
    package var config: Layer
    /// The other files, in order.
    package var layers: [Layer]

    /// Every file once.
    package var files: [Layer] {
        var seen: Set<Digest> = []
        return (layers + [config]).filter { seen.insert($0.digest).inserted }
    }

    /// Bytes of every file.
    package var size: Int { layers.reduce(config.size) { $0 + $1.size } }

    /// The first file of a kind; `nil` when there is none.
    package func layer(_ kind: Kind) -> Layer? { layers.first { $0.kind == kind } }

    /// Puts a manifest together.
    package init(config: Layer, layers: [Layer]) {
        (self.config, self.layers) = (config, layers)
    }
}

extension Manifest {
    private static let mediaType = "application/vnd.docker.distribution.manifest.v2+json"

    /// Reads a manifest; `nil` when it is none, or one of another version.
    package init?(_ json: JSON) {
        guard let manifest = try? Manifest(reading: json) else { return nil }
        self = manifest
    }

    /// Reads the bytes of a manifest.
    ///
    /// - Throws: ``ManifestFault``.
    init(parsing bytes: [UInt8]) throws(ManifestFault) {
        let json: JSON
        do throws(JSONError) { json = try JSON(parsing: bytes) } catch {
            throw ManifestFault(reason: "it is not JSON: \(error)")
        }
        try self.init(reading: json)
    }

    private init(reading json: JSON) throws(ManifestFault) {
        guard json["schemaVersion"]?.int == 2 else { throw ManifestFault(reason: "its schemaVersion is not 2") }
        guard let config = json["config"].flatMap(Layer.init) else {
            throw ManifestFault(reason: "its config lacks a media type, a digest or a size")
        }
        guard let layers = json["layers"]?.array else { throw ManifestFault(reason: "it has no list of layers") }
        let known = layers.compactMap(Layer.init)
        guard known.count == layers.count else {
            throw ManifestFault(reason: "one of its layers lacks a media type, a digest or a size")
        }
        self.init(config: config, layers: known)
    }

    /// The manifest as it is written and sent.
    package var json: JSON {
        [
            "schemaVersion": 2, "mediaType": .string(Self.mediaType), "config": config.json,
            "layers": .array(layers.map(\.json)),
        ]
    }
}

extension Manifest.Layer {
    fileprivate init?(_ json: JSON) {
        guard let mediaType = json["mediaType"]?.string, let digest = json["digest"]?.string.flatMap({ Digest($0) }),
            let size = json["size"]?.int, size >= 0
        else { return nil }
        self.init(mediaType: mediaType, digest, size: size, from: json["from"]?.string)
    }

    fileprivate var json: JSON {
        var object: JSONObject = [
            "mediaType": .string(mediaType), "digest": .string("\(digest)"), "size": .number(size),
        ]
        object["from"] = from.map { .string($0) }
        return .object(object)
    }
}

/// Why a manifest cannot be used.
package struct ManifestFault: Error, Hashable, Sendable {
    /// What is wrong, as the end of a sentence.
    package let reason: String
}
