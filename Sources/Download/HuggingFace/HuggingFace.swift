import Schema
import Store

/// Hugging Face, asked for one model.
struct HuggingFace: Sendable {
    let reference: ModelReference
    let authorization: Authorization
    let settings: DownloadSettings

    /// Asks for a model.
    init(_ reference: ModelReference, _ settings: DownloadSettings) {
        self.reference = reference
        self.settings = settings
        authorization = Authorization(token: settings.huggingFaceToken)
    }

    private var repository: String { "\(reference.namespace)/\(reference.model)" }

    /// The quantisation or the file that is wished for; `nil` when no tag was named.
    private var wish: String? { reference.tag.lowercased() == "latest" ? nil : reference.tag }

    /// Asks what the model consists of: in a registry's words, and if there is no answer to those, in its own.
    ///
    /// Source: Hugging Face, "Use Ollama with any GGUF model on Hugging Face Hub"; split models are refused there.
    ///
    /// - Throws: ``PullFailure``.
    func plan() async throws(PullFailure) -> PullPlan {
        let registry = Registry(
            reference: reference,
            base: settings.huggingFace,
            authorization: authorization,
            settings: settings
        )
        do throws(PullFailure) {
            let document = try await registry.manifest()
            if let plan = try? registry.plan(from: document) { return plan }
            return try await ownPlan()
        } catch {
            throw error.during("pull model manifest")
        }
    }

    private func ownPlan() async throws(PullFailure) -> PullPlan {
        let files = try await files()
        guard let choice = ModelChoice(from: files, wish: wish) else { throw nothingFits(files) }
        func planned(_ file: RepositoryFile, _ kind: Manifest.Kind) -> PullPlan.File {
            let remote = RemoteFile(
                url: "\(settings.huggingFace)/\(repository)/resolve/main/\(WebAddress.escaped(file.path))",
                size: file.size,
                digest: file.digest,
                authorization: authorization,
                allowsPlainHTTP: settings.huggingFace.hasPrefix("http://")
            )
            return PullPlan.File(remote: remote, mediaType: kind.rawValue)
        }
        return PullPlan(
            reference: reference,
            files: choice.parts.map { planned($0, .model) }
                + (choice.projector.map { [planned($0, .projector)] } ?? []),
            manifest: .made([:])
        )
    }

    /// All files of the repository.
    private func files() async throws(PullFailure) -> [RepositoryFile] {
        var next: String? = "\(settings.huggingFace)/api/models/\(repository)/tree/main?recursive=true"
        var files: [RepositoryFile] = []
        while let url = next {
            var request = TransferRequest(url)
            request.allowsPlainHTTP = settings.huggingFace.hasPrefix("http://")
            let document = try await Document(asking: request, authorization, settings)
            guard document.head.status == 200 else { throw refusal(document) }
            guard let entries = document.json?.array else {
                throw PullFailure(.unusable, "\(settings.huggingFace) did not answer with a list of files")
            }
            files += entries.compactMap { RepositoryFile($0) }
            next = document.head.nextPage
            // What shows a token must not be led elsewhere.
            if let page = next, WebAddress(page)?.authority != WebAddress(url)?.authority { next = nil }
        }
        return files
    }

    private func refusal(_ document: Document) -> PullFailure {
        let status = document.head.status
        // It does not tell strangers whether a private repository exists.
        guard [401, 403, 404].contains(status) else {
            return PullFailure(document.head, asking: "\(settings.huggingFace)/\(repository)")
        }
        return PullFailure(
            status == 404 || settings.huggingFaceToken == nil ? .notFound : .unauthorized,
            "file does not exist",
            advice: "Hugging Face has no repository \(repository), or shows it only to those who may see it (HF_TOKEN)"
        )
    }

    private func nothingFits(_ files: [RepositoryFile]) -> PullFailure {
        let names = ModelChoice.models(in: files).map { String($0[0].name) }
        guard !names.isEmpty else {
            return PullFailure(
                .unusable,
                "\(repository) holds no GGUF file",
                advice: "look for a repository of the same model with GGUF in its name"
            )
        }
        return PullFailure(
            .notFound,
            "file does not exist",
            advice: "\(repository) has nothing for '\(reference.tag)', but \(names.prefix(20).joined(separator: ", "))"
        )
    }
}

extension AnswerHead {
    /// Where a list goes on; `nil` at its end.
    ///
    /// Source: RFC 8288.
    var nextPage: String? {
        guard let link = self["link"]?.split(separator: ",").first(where: { $0.contains("rel=\"next\"") }),
            let start = link.firstIndex(of: "<"), let end = link.firstIndex(of: ">"), start < end
        else { return nil }
        return String(link[link.index(after: start)..<end])
    }
}
