import Schema
package import Store

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Brings a model into a library, from a registry, from Hugging Face, or from an address.
///
/// Whatever interrupts it, the next one goes on where it was. Two that want the same file at once, in one process or in
/// several, fetch it once: the second one waits and sees the first one's progress.
package struct ModelPull: Sendable {
    private let name: String
    private let folder: LibraryFolder
    private let isInsecure: Bool
    private let settings: DownloadSettings

    /// Names what is wanted.
    ///
    /// - Parameters:
    ///   - name: `model`, `namespace/model:tag`, `host:port/namespace/model:tag`, `hf.co/organisation/repository:QUANT`,
    ///     or the address of a GGUF file.
    ///   - folder: Where it goes.
    ///   - insecure: Whether it may be fetched without encryption.
    ///   - settings: How it is fetched.
    package init(
        _ name: String,
        into folder: LibraryFolder,
        insecure: Bool = false,
        settings: DownloadSettings = DownloadSettings()
    ) {
        (self.name, self.folder, isInsecure, self.settings) = (name, folder, insecure, settings)
    }

    /// Pulls the model; what has come stays when the task is cancelled, which takes effect within milliseconds.
    ///
    /// - Parameter progress: Told each step, one after the other, about every 60 ms while bytes come.
    /// - Returns: The name that it has in the library.
    /// - Throws: ``PullFailure``.
    @discardableResult
    package func run(
        progress: @escaping @Sendable (PullProgress) -> Void
    ) async throws(PullFailure) -> ModelReference {
        progress(PullProgress("pulling manifest"))
        let plan = try await plan()
        try requireRoom(for: plan)
        var digests: [Digest] = []
        for file in plan.files { digests.append(try await fetch(file.remote, of: plan, progress)) }
        // Each file was verified when it had come, but clients expect to be told.
        progress(PullProgress(Self.verifying))
        progress(PullProgress("writing manifest"))
        let installation = Installation(folder: folder, reference: plan.reference)
        let manifest: [UInt8]
        switch plan.manifest {
        case .given(let bytes): manifest = bytes
        case .made(let notes):
            let layers = zip(plan.files, digests).map { file, digest in
                Manifest.Layer(mediaType: file.mediaType, digest, size: file.remote.size)
            }
            manifest = try installation.manifest(of: layers, notes: notes)
        }
        try installation.install(manifest) { progress(PullProgress("removing unused layers")) }
        progress(PullProgress("success"))
        return plan.reference
    }

    private func plan() async throws(PullFailure) -> PullPlan {
        switch try PullSource(name, insecure: isInsecure, settings) {
        case .registry(let reference, let base):
            let authorization = Authorization()
            return try await Registry(
                reference: reference,
                base: base,
                authorization: authorization,
                settings: settings
            ).plan()
        case .huggingFace(let reference):
            return try await HuggingFace(reference, settings).plan()
        case .file(let address, let url):
            return try await SingleFile(address: address, url: url, isInsecure: isInsecure, settings: settings).plan()
        }
    }

    /// Sees to it that there is room for all that is still to come, before the first byte.
    private func requireRoom(for plan: PullPlan) throws(PullFailure) {
        try PullFailure.writing { () throws(FileFault) in try SmallFile.makeFolder(folder.blobs) }
        let missing = plan.files.reduce(0) { sum, file in
            present(file.remote, of: plan) != nil
                ? sum : sum + file.remote.size - PartialFile.completed(at: file.remote.partialPath(in: folder))
        }
        try DiskSpace.require(missing, at: folder.blobs)
    }

    /// The digest of a file that lies in the library already; `nil` when it does not.
    private func present(_ remote: RemoteFile, of plan: PullPlan) -> Digest? {
        guard let digest = remote.digest ?? known(plan),
            FileStamp(of: folder.path(of: digest))?.byteCount == remote.size
        else { return nil }
        return digest
    }

    /// The digest of a file that only its address names, if it was pulled from there and has not changed since.
    private func known(_ plan: PullPlan) -> Digest? {
        guard case .made(let notes) = plan.manifest, let source = notes["source"], source["validator"] != nil,
            let model = ModelLibrary(own: folder).model(plan.reference), model.config["source"] == source
        else { return nil }
        return model.manifest.layer(.model)?.digest
    }

    private static let verifying = "verifying sha256 digest"

    /// How many bytes are verified without a word, a second or two.
    private static let silentSize = 256 << 20

    /// Sees to it that a file lies in the library, verified.
    ///
    /// - Returns: Its digest.
    private func fetch(
        _ remote: RemoteFile,
        of plan: PullPlan,
        _ progress: @escaping @Sendable (PullProgress) -> Void
    ) async throws(PullFailure) -> Digest {
        let label = remote.digest?.shortened ?? WebAddress(remote.url)?.path.split(separator: "/").last.map(String.init)
        @Sendable func tell(_ completed: Int) {
            let status = "pulling \(label ?? remote.url)"
            progress(PullProgress(status, digest: remote.digest, total: remote.size, completed: completed))
        }
        let fetch = BlobFetch(remote: remote, folder: folder, settings: settings)
        let blob = try await fetch.run(unless: { present(remote, of: plan) != nil }, progress: tell)
        guard let blob else {
            tell(remote.size)
            guard let digest = present(remote, of: plan) else {
                throw PullFailure(.disk, "a file of \(plan.reference) was removed meanwhile", advice: "pull again")
            }
            return digest
        }
        let isSilent = remote.size - blob.hash.offset < Self.silentSize
        return try await blob.store { done in
            if !isSilent { progress(PullProgress(Self.verifying, total: remote.size, completed: done)) }
        }
    }
}
