import Schema
import Store

/// A registry of Ollama's kind, asked for one model.
///
/// Source: the distribution specification, "Pull".
struct Registry: Sendable {
    let reference: ModelReference
    /// Its address, without a slash at the end.
    let base: String
    /// What it is shown.
    let authorization: Authorization
    let settings: DownloadSettings

    /// Asks what the model consists of.
    ///
    /// - Throws: ``PullFailure``.
    func plan() async throws(PullFailure) -> PullPlan {
        do throws(PullFailure) { return try plan(from: try await manifest()) } catch {
            throw error.during("pull model manifest")
        }
    }

    /// Reads the registry's answer to the question for the manifest.
    ///
    /// - Throws: ``PullFailure`` when it is none, or one of a model that cannot be run here.
    func plan(from document: Document) throws(PullFailure) -> PullPlan {
        switch document.head.status {
        case 200: break
        case 404: throw notFound
        default: throw refusal(document)
        }
        guard let manifest = document.json.flatMap({ Manifest($0) }), manifest.isPlausible else {
            throw PullFailure(
                .unusable,
                "\(base) did not answer with a manifest",
                advice: "is it a registry of models?"
            )
        }
        guard manifest.layer(.model) != nil else {
            throw PullFailure(
                .unusable,
                "\(reference) holds no GGUF file",
                advice: "its weights are of another format; choose another tag or model"
            )
        }
        let files = manifest.files.map { layer in
            PullPlan.File(
                remote: RemoteFile(
                    url: "\(repository)/blobs/\(layer.digest)",
                    size: layer.size,
                    digest: layer.digest,
                    authorization: authorization,
                    allowsPlainHTTP: allowsPlainHTTP
                ),
                mediaType: layer.mediaType
            )
        }
        return PullPlan(reference: reference, files: files, manifest: .given(document.body))
    }

    /// The registry's answer to the question for the manifest, whatever it is.
    ///
    /// - Throws: ``PullFailure`` when there is none.
    func manifest() async throws(PullFailure) -> Document {
        var request = TransferRequest("\(repository)/manifests/\(reference.tag)")
        request.lines = ["Accept: application/vnd.docker.distribution.manifest.v2+json"]
        request.allowsPlainHTTP = allowsPlainHTTP
        return try await Document(asking: request, authorization, settings)
    }

    private var repository: String { "\(base)/v2/\(reference.namespace)/\(reference.model)" }

    private var allowsPlainHTTP: Bool { base.hasPrefix("http://") }

    private var notFound: PullFailure {
        PullFailure(
            .notFound,
            "file does not exist",
            advice:
                "\(base) has no \(reference.namespace)/\(reference.model):\(reference.tag); check the name and the tag"
        )
    }

    private func refusal(_ document: Document) -> PullFailure {
        let failure = PullFailure(document.head, asking: repository)
        guard let word = document.serverWord else { return failure }
        return PullFailure(failure.cause, "\(failure.reason): \(word)", advice: failure.advice)
    }
}

extension Document {
    /// What the server says for people about its refusal; `nil` when it says nothing.
    var serverWord: String? {
        guard let json else { return nil }
        return json["error"]?.string ?? json["errors"]?[0]?["message"]?.string ?? json["message"]?.string
    }
}

extension Manifest {
    /// Whether its sizes and their sum can be true.
    fileprivate var isPlausible: Bool {
        layers.count < 1000 && (layers + [config]).allSatisfy { $0.size <= RemoteFile.sizeLimit }
    }
}
